using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Masterplan.Services;

namespace Masterplan.Rehearsals.Harness;

/// <summary>A <c>serve</c> among others on one database.</summary>
public sealed class ServingHost : IDisposable
{
    private readonly Running running;

    private ServingHost(Running running, HttpClient http) => (this.running, Http) = (running, http);

    public HttpClient Http { get; }

    public int Id => running.Id;

    /// <summary>Its name in leases.</summary>
    public string Name => $"{Environment.MachineName}:{Id}";

    /// <summary>Starts one and waits until it answers.</summary>
    public static async Task<ServingHost> StartAsync(Stage stage, string speed, CancellationToken cancellationToken, string? at = null)
    {
        var address = at ?? $"http://127.0.0.1:{ServerProcess.FreePort()}";
        var host = new ServingHost(stage.Start("serve", "--urls", address, "--speed", speed), new HttpClient { BaseAddress = new Uri(address) });
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(ProgramUnderTest.Guard);
        while (!await host.IsReadyAsync(limit.Token))
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, limit.Token);
        return host;
    }

    public void Use(string apiKey) => Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("ApiKey", apiKey);

    /// <summary>Asks for the cluster demo.</summary>
    /// <returns>The run.</returns>
    public async Task<string> BootstrapAsync(string spec, CancellationToken cancellationToken)
    {
        var answer = await Http.PostAsJsonAsync("workflows/cluster-bootstrap", new { cluster = "demo", spec = await File.ReadAllTextAsync(spec, cancellationToken) }, cancellationToken);
        var text = await answer.Content.ReadAsStringAsync(cancellationToken);
        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted, text);
        return JsonDocument.Parse(text).RootElement.GetProperty("run").GetString()!;
    }

    /// <summary>Waits until <c>/health/ready</c> answers like this.</summary>
    public async Task UntilReadyAsync(Func<HttpStatusCode, string, bool> holds, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(ProgramUnderTest.Guard);
        while (true)
        {
            using var answer = await Http.GetAsync("health/ready", limit.Token);
            if (holds(answer.StatusCode, await answer.Content.ReadAsStringAsync(limit.Token)))
                return;
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, limit.Token);
        }
    }

    public Task<Ended> KillAsync() => running.KillAsync();

    /// <summary>SIGSTOP, SIGCONT, SIGTERM and their like.</summary>
    public void Signal(string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", $"{Id}"]);
        kill.WaitForExit();
    }

    public Task<Ended> EndAsync() => running.EndAsync();

    public void Dispose() => Http.Dispose();

    private async Task<bool> IsReadyAsync(CancellationToken cancellationToken)
    {
        try
        {
            return (await Http.GetAsync("health/ready", cancellationToken)).IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
