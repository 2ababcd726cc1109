using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Masterplan.Host.Access;
using Masterplan.Services;

namespace Masterplan.Host.Tests.Web;

/// <summary>The database goes away under a host that serves, and comes back.</summary>
public sealed class DatabaseOutageTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Requests_are_answered_with_which_database_is_away_and_since_when_until_it_is_back()
    {
        await using var postgres = await PostgresServer.StartAsync(Token);
        await using var server = await TestServer.StartSharedAsync(postgres.ConnectionString);
        var token = await server.TokenAsync(AccessRole.Admin);
        (await ReadyAsync(server)).Status.ShouldBe("ready");
        (await server.SendAsync(HttpMethod.Get, "/api/runs", token: token)).StatusCode.ShouldBe(HttpStatusCode.OK);

        var stopped = DateTimeOffset.UnixEpoch.AddSeconds(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds());
        await postgres.StopAsync();
        await UntilAsync(async () => (await ReadyAsync(server)).Code == HttpStatusCode.ServiceUnavailable);
        var ready = await ReadyAsync(server);
        ready.Status.ShouldBe("not ready");
        ready.Reason.ShouldStartWith($"The database 'postgres on 127.0.0.1:{postgres.Port}' could not be used: ");
        ready.Reason.ShouldNotContain(PostgresServer.Password);
        ready.Since!.Value.ShouldBeInRange(stopped, TimeProvider.System.GetUtcNow());
        foreach (var key in new[] { null, token })
            (await server.SendAsync(HttpMethod.Get, "/health/live", token: key)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await server.SendAsync(HttpMethod.Get, "/assets/masterplan.css")).StatusCode.ShouldBe(HttpStatusCode.OK);
        foreach (var (method, path) in new[] { (HttpMethod.Get, "/api/runs"), (HttpMethod.Post, "/workflows/cluster-bootstrap"), (HttpMethod.Get, "/elsa/api/workflow-definitions"), (HttpMethod.Post, "/elsa/api/identity/login") })
        {
            var answer = await server.SendAsync(method, path, "{}", token);
            answer.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable, path);
            answer.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(5));
            var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Token)).RootElement;
            problem.GetProperty("detail").GetString()!.ShouldSatisfyAllConditions(
                text => text.ShouldStartWith($"The database 'postgres on 127.0.0.1:{postgres.Port}' could not be used: "),
                text => text.ShouldContain(" It has been so since 20"),
                text => text.ShouldEndWith("What is under way waits, and goes on when the database does."));
        }

        await PageAsync(server, token, postgres.Port);
        await postgres.BeginAsync(Token);
        await UntilAsync(async () => (await ReadyAsync(server)).Status == "ready");
        (await server.SendAsync(HttpMethod.Get, "/api/runs", token: token)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    private static async Task PageAsync(TestServer server, string token, int port)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/runs");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        request.Headers.Accept.Add(new("text/html"));
        var page = await server.Client.SendAsync(request, Token);
        page.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        page.Content.Headers.ContentType!.MediaType.ShouldBe("text/html");
        var text = await page.Content.ReadAsStringAsync(Token);
        text.ShouldContain("<h1>The database is away</h1>");
        text.ShouldContain($"127.0.0.1:{port}");
    }

    private static async Task<(HttpStatusCode Code, string Status, string? Reason, DateTimeOffset? Since)> ReadyAsync(TestServer server)
    {
        var answer = await server.SendAsync(HttpMethod.Get, "/health/ready");
        var body = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Token)).RootElement;
        return (answer.StatusCode, body.GetProperty("status").GetString()!, body.TryGetProperty("reason", out var reason) ? reason.GetString() : null, body.TryGetProperty("since", out var since) ? since.GetDateTimeOffset() : null);
    }

    private static async Task UntilAsync(Func<Task<bool>> holds)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Token);
        limit.CancelAfter(TimeSpan.FromSeconds(60));
        while (!await holds())
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, limit.Token);
    }
}
