using System.CommandLine;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;

namespace Masterplan.Bench.Serving;

/// <summary>The real, precompiled program as it serves, on a data folder of its own, which goes with it.</summary>
internal sealed class ServedProgram : IAsyncDisposable
{
    public const string Password = "only for this bench";
    public static readonly Option<string> Program = new("--program") { Required = true, Description = "The program to measure." };
    public static readonly Option<string> Folder = new("--folder") { Description = "Where the database and a browser's profiles go; a real disk.", DefaultValueFactory = _ => Environment.CurrentDirectory };
    private readonly DirectoryInfo folder;
    private readonly string program;
    private readonly IReadOnlyDictionary<string, string> environment;
    private Process? process;

    private ServedProgram(string program, DirectoryInfo folder, IReadOnlyDictionary<string, string> environment) => (this.program, this.folder, this.environment) = (program, folder, environment);

    public HttpClient Client { get; private set; } = null!;

    public int ProcessId => process!.Id;

    private string Data => Path.Combine(folder.FullName, "data");

    public static Task<ServedProgram> StartAsync(string program, string parent) => StartAsync(program, Directory.CreateDirectory(Path.Combine(parent, $"masterplan-bench-{Guid.NewGuid():n}")), new Dictionary<string, string>());

    /// <param name="program">The program.</param>
    /// <param name="folder">Gets data and keys; others may serve on it as well where the database is theirs too.</param>
    /// <param name="environment">More environment.</param>
    public static async Task<ServedProgram> StartAsync(string program, DirectoryInfo folder, IReadOnlyDictionary<string, string> environment)
    {
        var served = new ServedProgram(program, folder, environment);
        var address = $"http://127.0.0.1:{FreePort()}";
        served.process = served.Run("serve", "--data", served.Data, "--urls", address);
        while (await served.process.StandardOutput.ReadLineAsync() is { } line && !line.StartsWith("Working the queue", StringComparison.Ordinal))
        {
        }

        served.Client = new HttpClient(new SocketsHttpHandler { UseProxy = false, MaxConnectionsPerServer = 256 }) { BaseAddress = new Uri(address), Timeout = TimeSpan.FromSeconds(60) };
        using var login = await served.Client.PostAsJsonAsync("/elsa/api/identity/login", new { username = "admin", password = Password });
        var token = (string)JsonNode.Parse(await login.EnsureSuccessStatusCode().Content.ReadAsStringAsync())!["accessToken"]!;
        served.Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return served;
    }

    public async Task<JsonNode> PostAsync(string path, JsonNode body)
    {
        using var content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        using var answer = await Client.PostAsync(path, content);
        var text = await answer.Content.ReadAsStringAsync();
        return answer.IsSuccessStatusCode ? JsonNode.Parse(text)! : throw new InvalidOperationException($"{path} was answered with {(int)answer.StatusCode}: {text}");
    }

    public Task PublishAsync(JsonObject model) => PostAsync("/elsa/api/workflow-definitions", new JsonObject { ["model"] = model, ["publish"] = true });

    public async Task<long> CountAsync(JsonObject filter) => (long)(await PostAsync("/elsa/api/workflow-instances", filter))["totalCount"]!;

    /// <summary>Kills it; its folder stays.</summary>
    public async Task KillAsync()
    {
        Client?.Dispose();
        if (process is { HasExited: false })
        {
            process.Kill();
            await process.WaitForExitAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        process?.Dispose();
        if (!Directory.Exists(folder.FullName))
            return;
        using var stop = Run("rehearsal", "stop", "--data", Data);
        await stop.WaitForExitAsync();
        folder.Delete(recursive: true);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private Process Run(params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true };
        start.Environment["MASTERPLAN_KEYS"] = Path.Combine(folder.FullName, "keys");
        start.Environment["MASTERPLAN_ADMIN_PASSWORD"] = Password;
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        foreach (var credential in new[] { "EXOSCALE_API_KEY", "EXOSCALE_API_SECRET", "EXO_API_KEY", "EXO_API_SECRET" })
            start.Environment.Remove(credential);
        return Process.Start(start)!;
    }
}
