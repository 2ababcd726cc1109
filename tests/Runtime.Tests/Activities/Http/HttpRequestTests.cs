using System.Text.Json.Nodes;
using Masterplan.Runtime.Authoring;
using Masterplan.Runtime.Tests.Triggers;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using static Masterplan.Runtime.Tests.Flow;

namespace Masterplan.Runtime.Tests.Activities.Http;

public sealed class HttpRequestTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 25, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Request_carries_what_the_inputs_say_and_its_answer_is_parsed()
    {
        await using var peer = await WebPeer.StartAsync((context, _) =>
        {
            context.Response.Headers["X-Answer"] = "yes";
            context.Response.Headers.SetCookie = "session=secret";
            return context.Response.WriteAsJsonAsync(new { sum = 7 });
        });
        await using var runtime = await TestRuntime.StartAsync();
        var run = await runtime.RunAsync(Calls(
            peer, "/add?x=3", ["200->W"],
            ("method", Literal("POST")), ("content", Js("({ a: 1, b: ['c'] })")), ("contentType", Literal("application/json")), ("authorization", Literal("Bearer let-me-in")),
            ("requestHeaders", Input("Object", """{"X-Asked":"yes","X-Api-Key":"open-sesame"}"""))));

        run.SubStatus.ShouldBe(WorkflowSubStatus.Finished);
        var request = peer.Requests.ShouldHaveSingleItem();
        (request.Method, request.Path, request.Body).ShouldBe(("POST", "/add?x=3", """{"a":1,"b":["c"]}"""));
        request.Headers["Authorization"].ShouldBe("Bearer let-me-in");
        request.Headers["Content-Type"].ShouldBe("application/json");
        (request.Headers["X-Asked"], request.Headers["X-Api-Key"]).ShouldBe(("yes", "open-sesame"));
        run.Variables["v-status"].ShouldBe(200L);
        ((IDictionary<string, object?>)run.Variables["v-content"]!)["sum"].ShouldBe(7L);
        var headers = (IDictionary<string, object?>)run.Variables["v-headers"]!;
        headers["X-Answer"].ShouldBe("yes");
        headers.ContainsKey("Set-Cookie").ShouldBeFalse();
        runtime.Lines.ShouldBe(["went on"]);
        await NothingSecretIsStoredAsync(runtime, run.Id, "let-me-in", "open-sesame", "session=secret", "x=3");
    }

    [Theory]
    [InlineData(200, "200,Done")]
    [InlineData(404, "404,Done")]
    [InlineData(201, "Unmatched status code,Done")]
    [InlineData(500, "Unmatched status code,Done")]
    public async Task Status_chooses_the_outcomes(int status, string outcomes)
    {
        await using var peer = await WebPeer.StartAsync((context, _) =>
        {
            context.Response.StatusCode = status;
            return Task.CompletedTask;
        });
        await using var runtime = await TestRuntime.StartAsync();
        var run = await runtime.RunAsync(Calls(peer, "/", [], ("expectedStatusCodes", Input("Object", "[200,404]"))));
        (await OutcomesAsync(runtime, run.Id)).ShouldBe(outcomes.Split(','));
    }

    [Fact]
    public async Task Transient_failures_are_tried_again_after_durable_waits_until_there_is_an_answer()
    {
        var folder = Directory.CreateTempSubdirectory("http-").FullName;
        var time = new CountingTime(Noon);
        await using var peer = await WebPeer.StartAsync((context, count) =>
        {
            context.Response.StatusCode = count switch { 1 => 503, 2 => 429, 3 => 408, _ => 200 };
            if (count == 2)
                context.Response.Headers.RetryAfter = "120";
            return Task.CompletedTask;
        });
        string run;
        await using (var runtime = await TestRuntime.StartAsync(time, folder))
        {
            run = await runtime.StartRunAsync(Calls(peer, "/", ["200->W"], ("enableResiliency", Literal(true))));
            (await WaitOfAttemptAsync(runtime, run, 1)).ShouldBeInRange(0.8, 1.2);
            time.Advance(TimeSpan.FromSeconds(2));
            (await WaitOfAttemptAsync(runtime, run, 2)).ShouldBe(120, 0.001);
        }

        await using (var runtime = await TestRuntime.StartAsync(time, folder))
        {
            time.Advance(TimeSpan.FromSeconds(119));
            (await runtime.Instances.GetAsync(run, TestContext.Current.CancellationToken)).SubStatus.ShouldBe(WorkflowSubStatus.Suspended);
            time.Advance(TimeSpan.FromSeconds(1));
            (await WaitOfAttemptAsync(runtime, run, 3)).ShouldBeInRange(3.2, 4.8);
            time.Advance(TimeSpan.FromSeconds(5));
            (await runtime.WaitAsync(run)).SubStatus.ShouldBe(WorkflowSubStatus.Finished);
            peer.Requests.Length.ShouldBe(4);
            var retries = (await runtime.Instances.JournalAsync(run, cancellationToken: TestContext.Current.CancellationToken)).Items.Where(entry => entry.EventName == "Retry").Select(entry => entry.Message!).ToList();
            retries.Count.ShouldBe(3);
            retries[1].ShouldStartWith($"Attempt 2 of 4: GET {peer.Address}/ was answered with 429; next try in 120 s.");
        }

        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Attempts_end_and_the_last_answer_counts()
    {
        var time = new CountingTime(Noon);
        await using var peer = await WebPeer.StartAsync((context, _) =>
        {
            context.Response.StatusCode = 502;
            return Task.CompletedTask;
        });
        await using var runtime = await TestRuntime.StartAsync(time);
        var definition = Calls(peer, "/", []);
        definition["root"]!["activities"]![0]!["customProperties"] = new JsonObject { ["resilienceStrategy"] = new JsonObject { ["mode"] = "Identifier", ["strategyId"] = "http-3x" } };
        var run = await runtime.StartRunAsync(definition);
        for (var attempt = 1; attempt <= 3; attempt++)
        {
            await WaitOfAttemptAsync(runtime, run, attempt);
            time.Advance(TimeSpan.FromMinutes(1));
        }

        (await runtime.WaitAsync(run)).Variables["v-status"].ShouldBe(502L);
        (await OutcomesAsync(runtime, run)).ShouldBe(["Unmatched status code", "Done"]);
        peer.Requests.Length.ShouldBe(4);
    }

    [Fact]
    public async Task Without_a_strategy_a_request_is_sent_once()
    {
        await using var peer = await WebPeer.StartAsync((context, _) =>
        {
            context.Response.StatusCode = 503;
            return Task.CompletedTask;
        });
        await using var runtime = await TestRuntime.StartAsync();
        await runtime.RunAsync(Calls(peer, "/", []));
        peer.Requests.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Nobody_who_listens_and_nobody_who_answers_have_outcomes_of_their_own()
    {
        await using var silent = await WebPeer.StartAsync((context, _) => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted));
        await using var runtime = await TestRuntime.StartAsync(options: options => options with { HttpTimeout = TimeSpan.FromMilliseconds(300) });
        var slow = await runtime.RunAsync(Calls(silent, "/", []));
        (await OutcomesAsync(runtime, slow.Id)).ShouldBe(["Timeout"]);

        var gone = await WebPeer.StartAsync((_, _) => Task.CompletedTask);
        var definition = Calls(gone, "/", ["Failed to connect->W"]);
        definition["definitionId"] = "calls-nobody";
        definition["id"] = "calls-nobody-1";
        await gone.DisposeAsync();
        var run = await runtime.RunAsync(definition);
        (await OutcomesAsync(runtime, run.Id)).ShouldBe(["Failed to connect"]);
        runtime.Lines.ShouldBe(["went on"]);
    }

    [Theory]
    [InlineData("http://169.254.169.254/latest/meta-data")]
    [InlineData("http://2852039166/latest/meta-data")]
    [InlineData("http://[::ffff:169.254.169.254]/")]
    [InlineData("http://[fe80::1]/")]
    [InlineData("http://[fd00:ec2::254]/")]
    public async Task Link_local_addresses_are_refused(string url)
    {
        await using var runtime = await TestRuntime.StartAsync();
        var run = await runtime.RunAsync(Definition("metadata", Sequence(Activity("Elsa.FlowSendHttpRequest", "S", ("url", Literal(url)), ("enableResiliency", Literal(true))))));
        (await runtime.Instances.IncidentsAsync(run.Id, cancellationToken: TestContext.Current.CancellationToken)).ShouldHaveSingleItem().Message.ShouldContain("link-local address");
    }

    [Fact]
    public async Task Redirect_to_a_link_local_address_is_refused()
    {
        await using var peer = await WebPeer.StartAsync((context, _) =>
        {
            context.Response.Redirect("http://169.254.169.254/");
            return Task.CompletedTask;
        });
        await using var runtime = await TestRuntime.StartAsync();
        var run = await runtime.RunAsync(Calls(peer, "/", []));
        (await runtime.Instances.IncidentsAsync(run.Id, cancellationToken: TestContext.Current.CancellationToken)).ShouldHaveSingleItem().Message.ShouldContain("link-local address");
    }

    [Theory]
    [InlineData(200, "ok")]
    [InlineData(404, null)]
    [InlineData(418, "other")]
    public async Task Each_status_runs_its_activity(int status, string? written)
    {
        await using var peer = await WebPeer.StartAsync((context, _) =>
        {
            context.Response.StatusCode = status;
            return Task.CompletedTask;
        });
        await using var runtime = await TestRuntime.StartAsync();
        var send = Activity(
            "Elsa.SendHttpRequest", "S", ("url", Literal(peer.Address)),
            ("expectedStatusCodes", new JsonArray(new JsonObject { ["statusCode"] = 200, ["activity"] = Write("Ok", "ok") }, new JsonObject { ["statusCode"] = 404 })), ("unmatchedStatusCode", Write("Other", "other")));
        (await runtime.RunAsync(Definition("cases", Sequence(send, Write("End", "end"))))).SubStatus.ShouldBe(WorkflowSubStatus.Finished);
        runtime.Lines.ShouldBe(written is null ? ["end"] : [written, "end"]);
    }

    private static JsonObject Calls(WebPeer peer, string path, string[] connections, params (string Name, JsonNode? Value)[] inputs) => Definition(
        "calls",
        Chart(
            [Activity("Elsa.FlowSendHttpRequest", "S", [("url", Literal(peer.Address + path)), ("statusCode", To("v-status")), ("parsedContent", To("v-content")), ("responseHeaders", To("v-headers")), .. inputs]), Write("W", "went on")],
            [.. connections.Select(connection => $"S:{connection}")]),
        variables: ["status:Int32=0", "content", "headers"]);

    /// <summary>The seconds that the run waits after an attempt.</summary>
    private static async Task<double> WaitOfAttemptAsync(TestRuntime runtime, string run, int attempt)
    {
        var clock = (FakeTimeProvider)runtime.Services.GetRequiredService<TimeProvider>();
        await runtime.UntilAsync(async () => (await runtime.Instances.JournalAsync(run, cancellationToken: TestContext.Current.CancellationToken)).Items.Count(entry => entry.EventName == "Retry") == attempt);
        await runtime.UntilSuspendedAsync(run);
        var bookmark = (await runtime.Instances.BookmarksAsync(run, TestContext.Current.CancellationToken)).ShouldHaveSingleItem();
        return (bookmark.DueAt!.Value - clock.GetUtcNow()).TotalSeconds;
    }

    private static async Task<string[]> OutcomesAsync(TestRuntime runtime, string run)
    {
        var execution = (await runtime.Instances.ExecutionsAsync(run, cancellationToken: TestContext.Current.CancellationToken)).Single(record => record.ActivityId == "S");
        return Masterplan.Runtime.Json.RuntimeJson.Deserialize<string[]>(execution.Outcomes!)!;
    }

    private static async Task NothingSecretIsStoredAsync(TestRuntime runtime, string run, params string[] secrets)
    {
        var journal = await runtime.Instances.JournalAsync(run, cancellationToken: TestContext.Current.CancellationToken);
        var executions = await runtime.Instances.ExecutionsAsync(run, cancellationToken: TestContext.Current.CancellationToken);
        var stored = Masterplan.Runtime.Json.RuntimeJson.Serialize(journal) + Masterplan.Runtime.Json.RuntimeJson.Serialize(executions);
        stored.ShouldContain("X-Asked");
        foreach (var secret in secrets)
            stored.ShouldNotContain(secret);
    }
}
