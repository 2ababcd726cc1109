using System.Net;
using System.Text.Json.Nodes;
using Masterplan.Host.Access;
using Masterplan.Host.Tests.Web;
using Masterplan.Runtime.Runs;
using Microsoft.Extensions.DependencyInjection;

namespace Masterplan.Host.Tests.Api;

public sealed class RunEventStreamTests(BuiltCluster built) : IClassFixture<BuiltCluster>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private TestServer Server => built.Server;

    [Fact]
    public async Task Every_line_of_the_run_and_its_children_is_told_once_and_in_order()
    {
        var events = await ReadAsync(built.Run);
        var history = Server.Services.GetRequiredService<IWorkflowInstances>();
        var stored = 0L;
        foreach (var instance in new[] { built.Run }.Concat((await history.DescendantsAsync(built.Run, Token)).Select(child => child.Id)))
            stored += (await history.JournalAsync(instance, take: 1, cancellationToken: Token)).TotalCount;
        events.Count.ShouldBe((int)stored + 1);
        events[^1].Name.ShouldBe("end");
        events[^1].Data["status"]!.ToString().ShouldBe("succeeded");
        var ids = events.SkipLast(1).Select(one => long.Parse(one.Id)).ToList();
        ids.ShouldBe(ids.Order().Distinct());
        events.Select(one => one.Data["node"]?.ToString()).ShouldContain("demo-worker-1");
    }

    [Fact]
    public async Task Who_lost_the_connection_goes_on_after_the_last_event_it_read()
    {
        var all = await ReadAsync(built.Run);
        var middle = all.Count / 2;
        (await ReadAsync(built.Run, all[middle].Id)).Select(one => one.Id).ShouldBe(all.Skip(middle + 1).Select(one => one.Id));
        using var over = await SendAsync(built.Run, "end");
        over.StatusCode.ShouldBe(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task Who_asks_for_what_comes_is_not_told_what_is_stored()
    {
        var (begin, end) = ((await ReadAsync(built.Run, query: "?since=now")) is [var first, var second]) ? (first, second) : throw new InvalidOperationException("There are others.");
        (begin.Name, end.Name).ShouldBe(("begin", "end"));
        begin.Id.ShouldBe((await ReadAsync(built.Run))[^2].Id);
    }

    [Fact]
    public async Task A_run_or_an_event_that_is_unknown_is_refused()
    {
        (await SendAsync("none", null)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await SendAsync(built.Run, "what")).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await SendAsync(built.Run, null, "?since=yesterday")).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    private async Task<List<(string Id, string Name, JsonNode Data)>> ReadAsync(string run, string? after = null, string query = "")
    {
        using var answer = await SendAsync(run, after, query);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("text/event-stream");
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(Token));
        var events = new List<(string, string, JsonNode)>();
        var (id, name) = ("", "");
        while (await reader.ReadLineAsync(Token) is { } line)
        {
            if (line.StartsWith("id: ", StringComparison.Ordinal))
                id = line[4..];
            else if (line.StartsWith("event: ", StringComparison.Ordinal))
                name = line[7..];
            else if (line.StartsWith("data: ", StringComparison.Ordinal))
                events.Add((id, name, JsonNode.Parse(line[6..])!));
        }

        return events;
    }

    private async Task<HttpResponseMessage> SendAsync(string run, string? after, string query = "")
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/runs/{run}/events{query}");
        request.Headers.Authorization = new("Bearer", await Server.TokenAsync(AccessRole.Viewer));
        if (after is not null)
            request.Headers.Add("Last-Event-ID", after);
        return await Server.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Token);
    }
}
