using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Masterplan.Activities.Tests;
using Masterplan.Rehearsals.Harness;
using Masterplan.Services;

namespace Masterplan.Rehearsals.Compose;

/// <summary>docker-compose.yml, proved by use: Debian's servers, two hosts and the proxy run with the commands, the environment and the secrets that it names. Only addresses and paths are put in the places of containers' names.</summary>
public sealed class ComposeTests : IAsyncDisposable
{
    private readonly ComposeFile compose = new();
    private readonly Stage stage = new();
    private readonly string folder = Directory.CreateTempSubdirectory("masterplan-compose-").FullName;
    private readonly List<Process> processes = [];

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private string Secrets => Path.Combine(folder, "secrets");

    [Fact]
    public async Task File_is_one_that_Docker_Compose_takes_and_asks_for_the_key()
    {
        (await ComposeFile.CheckAsync(new Dictionary<string, string> { ["EXOSCALE_API_KEY"] = "EXOtest" }, Cancelled)).ShouldBe((0, ""));
        var (code, said) = await ComposeFile.CheckAsync(new Dictionary<string, string> { ["EXOSCALE_API_KEY"] = "" }, Cancelled);
        code.ShouldNotBe(0);
        said.ShouldContain("EXOSCALE_API_KEY");
    }

    [Fact]
    public async Task Hosts_behind_one_address_serve_on_while_either_is_lost()
    {
        await MakeSecretsAsync();
        await using var postgres = await PostgresServer.StartAsync(compose.Command("postgres").Skip(1), cancellationToken: Cancelled);
        var settings = compose.Environment("postgres");
        await SharedServices.ExecuteAsync(postgres.ConnectionString, $"CREATE ROLE {settings["POSTGRES_USER"]} LOGIN PASSWORD '{Secret("postgres_password")}'");
        await SharedServices.ExecuteAsync(postgres.ConnectionString, $"CREATE DATABASE {settings["POSTGRES_DB"]} OWNER {settings["POSTGRES_USER"]}");
        await using var rabbit = await RabbitMqServer.StartAsync(Secret("rabbitmq_user"), Cancelled);
        var ports = new Dictionary<string, int> { ["host-1"] = ServerProcess.FreePort(), ["host-2"] = ServerProcess.FreePort(), ["proxy"] = ServerProcess.FreePort() };
        var hosts = new[] { "host-1", "host-2" }.Select(name => StartHost(name, ports[name], postgres.Port, rabbit.Port)).ToList();
        StartProxy(ports);

        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{ports["proxy"]}") };
        await UntilReadyAsync(http, "ready");
        await UntilReadyAsync(new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{ports["host-2"]}") }, "ready");
        var login = await http.PostAsJsonAsync("elsa/api/identity/login", new { username = "admin", password = Secret("admin_password") }, Cancelled);
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", JsonDocument.Parse(await login.Content.ReadAsStringAsync(Cancelled)).RootElement.GetProperty("accessToken").GetString());
        (await http.PostAsJsonAsync("elsa/api/workflow-definitions", new { publish = true, model = Greeting() }, Cancelled)).EnsureSuccessStatusCode();
        (await GreetAsync(http)).ShouldBe("hello");

        hosts[0].Kill();
        await UntilReadyAsync(http, "ready");
        (await GreetAsync(http)).ShouldBe("hello");

        await rabbit.StopAsync();
        await UntilReadyAsync(http, "degraded");
        (await GreetAsync(http)).ShouldBe("hello");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in processes)
        {
            process.Kill();
            process.Dispose();
        }

        await stage.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    private static object Greeting() => new
    {
        definitionId = "greeting",
        name = "Greeting",
        root = new
        {
            id = "Sequence1",
            type = "Elsa.Sequence",
            version = 1,
            activities = new object[]
            {
                new { id = "Start1", type = "Elsa.HttpEndpoint", version = 1, path = Literal("greeting"), supportedMethods = new { typeName = "String[]", expression = new { type = "Object", value = "[\"GET\"]" } }, customProperties = new { canStartWorkflow = true } },
                new { id = "Answer1", type = "Elsa.WriteHttpResponse", version = 1, content = Literal("hello") },
            },
        },
    };

    private static object Literal(string value) => new { typeName = "String", expression = new { type = "Literal", value } };

    /// <summary>A host that has just gone may have had the request.</summary>
    private static async Task<string> GreetAsync(HttpClient http)
    {
        var answer = await http.GetAsync("workflows/greeting", Cancelled);
        return await answer.Content.ReadAsStringAsync(Cancelled);
    }

    private static async Task UntilReadyAsync(HttpClient http, string status)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        limit.CancelAfter(ProgramUnderTest.Guard);
        while (await StatusAsync(http, limit.Token) != status)
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, limit.Token);
    }

    private static async Task<string?> StatusAsync(HttpClient http, CancellationToken cancellationToken)
    {
        try
        {
            var text = await http.GetStringAsync("health/ready", cancellationToken);
            return JsonDocument.Parse(text).RootElement.GetProperty("status").GetString();
        }
        catch (Exception exception) when (exception is HttpRequestException or JsonException)
        {
            return null;
        }
    }

    private Process StartHost(string name, int port, int postgres, int rabbit)
    {
        var start = new ProcessStartInfo(ProgramUnderTest.Path, compose.Command(name).Select(argument => argument.Replace("0.0.0.0:8080", $"127.0.0.1:{port}", StringComparison.Ordinal))) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (variable, value) in compose.Environment(name))
            start.Environment[variable] = value
                .Replace("Host=postgres;", $"Host=127.0.0.1;Port={postgres};", StringComparison.Ordinal)
                .Replace("rabbitmq:5672", $"127.0.0.1:{rabbit}", StringComparison.Ordinal)
                .Replace("/run/secrets", Secrets, StringComparison.Ordinal);
        start.Environment["EXOSCALE_API_KEY"] = "EXOtest";
        // The image's own, and the volumes.
        start.Environment["MASTERPLAN_DATA"] = Path.Combine(folder, "data");
        start.Environment["MASTERPLAN_KEYS"] = Path.Combine(folder, "keys");
        return Begin(start);
    }

    private void StartProxy(Dictionary<string, int> ports)
    {
        var path = Path.Combine(folder, "haproxy.cfg");
        File.WriteAllText(path, File.ReadAllText(Repository.PathOf("ops", "haproxy.cfg"))
            .Replace("bind :8080", $"bind 127.0.0.1:{ports["proxy"]}", StringComparison.Ordinal)
            .Replace("host-1:8080", $"127.0.0.1:{ports["host-1"]}", StringComparison.Ordinal)
            .Replace("host-2:8080", $"127.0.0.1:{ports["host-2"]}", StringComparison.Ordinal));
        Begin(new ProcessStartInfo("/usr/sbin/haproxy", ["-db", "-f", path]) { RedirectStandardOutput = true, RedirectStandardError = true });
    }

    private Process Begin(ProcessStartInfo start)
    {
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        processes.Add(process);
        return process;
    }

    private string Secret(string name) => File.ReadAllText(Path.Combine(Secrets, name));

    /// <summary>With the script, in a copy of its place.</summary>
    private async Task MakeSecretsAsync()
    {
        var script = Path.Combine(Directory.CreateDirectory(Path.Combine(folder, "ops")).FullName, "make-secrets");
        File.Copy(Repository.PathOf("ops", "make-secrets"), script);
        var start = new ProcessStartInfo("sh", [script]) { RedirectStandardOutput = true };
        start.Environment["EXOSCALE_API_SECRET"] = "a-secret-of-tests";
        using var process = Process.Start(start)!;
        await process.WaitForExitAsync(Cancelled);
        process.ExitCode.ShouldBe(0);
    }
}
