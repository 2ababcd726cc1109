using System.Net;
using System.Text.Json.Nodes;
using Masterplan.Host.Access;
using Masterplan.Host.Tests.Web;
using Masterplan.Runtime.Definitions;
using Masterplan.Runtime.Runs;
using Microsoft.Extensions.DependencyInjection;

namespace Masterplan.Host.Tests.Pages;

public sealed class LivePageTests : IAsyncLifetime
{
    private const string Definition = """
        {"definitionId":"waits","root":{"id":"flow","type":"Elsa.Flowchart","version":1,"activities":[
          {"id":"go","type":"Elsa.Event","version":1,"eventName":{"typeName":"String","expression":{"type":"Literal","value":"Go"}}}],"connections":[]}}
        """;

    private TestServer server = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => server = await TestServer.StartWithCloudAsync();

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Fact]
    public async Task An_empty_installation_says_what_to_do_first() =>
        (await GetAsync("/")).ShouldContain("./masterplan bootstrap demo");

    [Fact]
    public async Task A_page_is_sent_again_when_its_run_changes()
    {
        var run = await StartAsync();
        using var answer = await server.Client.SendAsync(await RequestAsync(HttpMethod.Get, $"/runs/{run}/live", AccessRole.Operator), HttpCompletionOption.ResponseHeadersRead, Token);
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(Token));
        (await HeadAsync(reader)).ShouldContain("under way");
        await server.Services.GetRequiredService<IWorkflowRuntime>().CancelAsync(run, Token);
        (await HeadAsync(reader)).ShouldContain("cancelled");
    }

    [Fact]
    public async Task Only_operators_find_buttons_and_what_makes_no_sense_is_said()
    {
        var run = await StartAsync();
        (await GetAsync($"/runs/{run}")).ShouldNotContain("<button aria-describedby");
        (await GetAsync($"/runs/{run}", AccessRole.Operator)).ShouldContain("/pause\"");
        using var cancelled = await server.Client.SendAsync(await RequestAsync(HttpMethod.Post, $"/runs/{run}/cancel", AccessRole.Operator), Token);
        cancelled.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        cancelled.Headers.Location!.OriginalString.ShouldBe($"/runs/{run}");
        await server.Services.GetRequiredService<IWorkflowRuntime>().WaitAsync(run, Token);
        using var again = await server.Client.SendAsync(await RequestAsync(HttpMethod.Post, $"/runs/{run}/cancel", AccessRole.Operator), Token);
        again.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await again.Content.ReadAsStringAsync(Token)).ShouldContain("has been cancelled");
    }

    [Fact]
    public async Task A_name_that_is_markup_is_shown_as_text()
    {
        await StartAsync("<img src=x>");
        (await GetAsync("/runs")).ShouldContain("&lt;img src=x&gt;");
    }

    [Theory]
    [InlineData("/runs/none")]
    [InlineData("/runs?status=odd")]
    public async Task What_is_not_there_is_said_on_a_page(string path)
    {
        using var answer = await server.Client.SendAsync(await RequestAsync(HttpMethod.Get, path, AccessRole.Viewer), Token);
        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await answer.Content.ReadAsStringAsync(Token)).ShouldContain("<h1>Not found</h1>");
    }

    private async Task<string> StartAsync(string? cluster = null)
    {
        await server.Services.GetRequiredService<IWorkflowDefinitions>().ImportAsync(Definition, Token);
        return await server.Services.GetRequiredService<IWorkflowRuntime>().StartAsync(new("waits") { CorrelationId = cluster }, Token);
    }

    /// <summary>The next rendering of the section 'head'.</summary>
    private static async Task<string> HeadAsync(StreamReader reader)
    {
        while (await reader.ReadLineAsync(Token) is { } line)
            if (line.StartsWith("data: ", StringComparison.Ordinal) && JsonNode.Parse(line[6..])! is var section && (string)section["id"]! == "head")
                return (string)section["html"]!;
        return "";
    }

    private async Task<string> GetAsync(string path, AccessRole role = AccessRole.Viewer)
    {
        using var answer = await server.Client.SendAsync(await RequestAsync(HttpMethod.Get, path, role), Token);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        return await answer.Content.ReadAsStringAsync(Token);
    }

    private async Task<HttpRequestMessage> RequestAsync(HttpMethod method, string path, AccessRole role) =>
        new(method, path) { Headers = { Authorization = new("Bearer", await server.TokenAsync(role)) } };
}
