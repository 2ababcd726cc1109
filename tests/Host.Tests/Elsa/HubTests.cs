using System.Net.WebSockets;
using System.Text;
using Masterplan.Host.Access;
using Masterplan.Host.Tests.Web;

namespace Masterplan.Host.Tests.Elsa;

public sealed class HubTests
{
    private const char End = '\u001e';
    private const string Waiting = """{"model":{"definitionId":"rain","name":"Rain","root":{"id":"s","type":"Elsa.Sequence","version":1,"activities":[{"id":"drops","type":"Elsa.Event","version":1,"eventName":{"typeName":"String","expression":{"type":"Literal","value":"Rain"}}}]}},"publish":true}""";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Viewers_of_a_run_are_told_what_happens_in_it()
    {
        await using var server = await TestServer.StartAsync();
        var token = await server.TokenAsync(AccessRole.Admin);
        (await server.SendAsync(HttpMethod.Post, "/elsa/api/workflow-definitions", Waiting, token)).EnsureSuccessStatusCode();
        using var started = await server.SendAsync(HttpMethod.Post, "/elsa/api/workflow-definitions/rain/execute", "{}", token);
        var run = started.Headers.GetValues("x-elsa-workflow-instance-id").Single();
        using var socket = await ConnectAsync(server, token);
        await SendAsync(socket, $$"""{"type":1,"invocationId":"1","target":"ObserveInstanceAsync","arguments":["{{run}}"]}""");
        await UntilAsync(socket, text => text.Contains("\"invocationId\":\"1\"", StringComparison.Ordinal));
        await server.SendAsync(HttpMethod.Post, "/elsa/api/events/Rain/trigger", "{}", token);
        var told = await UntilAsync(socket, text => text.Contains("WorkflowInstanceUpdatedAsync", StringComparison.Ordinal) && text.Contains("\"completedCount\":1", StringComparison.Ordinal));
        told.ShouldContain($$"""{"workflowInstanceId":"{{run}}"}""");
        told.ShouldContain("\"target\":\"ActivityExecutionLogUpdatedAsync\"");
        told.ShouldContain("\"target\":\"WorkflowExecutionLogUpdatedAsync\"");
    }

    [Fact]
    public async Task Without_a_token_nobody_gets_in()
    {
        await using var server = await TestServer.StartAsync();
        using var answer = await server.SendAsync(HttpMethod.Post, "/elsa/hubs/workflow-instance/negotiate?negotiateVersion=1", "");
        ((int)answer.StatusCode).ShouldBe(401);
    }

    private static async Task<ClientWebSocket> ConnectAsync(TestServer server, string token)
    {
        var socket = new ClientWebSocket();
        await socket.ConnectAsync(new UriBuilder(server.Address) { Scheme = "ws", Path = "/elsa/hubs/workflow-instance", Query = $"access_token={Uri.EscapeDataString(token)}" }.Uri, Token);
        await SendAsync(socket, """{"protocol":"json","version":1}""");
        await UntilAsync(socket, text => text.Contains(End, StringComparison.Ordinal));
        return socket;
    }

    private static Task SendAsync(ClientWebSocket socket, string message) => socket.SendAsync(Encoding.UTF8.GetBytes(message + End), WebSocketMessageType.Text, endOfMessage: true, Token);

    private static async Task<string> UntilAsync(ClientWebSocket socket, Func<string, bool> isEnough)
    {
        var text = new StringBuilder();
        var buffer = new byte[16 * 1024];
        while (!isEnough(text.ToString()))
            text.Append(Encoding.UTF8.GetString(buffer, 0, (await socket.ReceiveAsync(buffer, Token)).Count));
        return text.ToString();
    }
}
