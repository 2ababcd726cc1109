using System.Text.Json.Nodes;
using Masterplan.Runtime.Authoring;
using static Masterplan.Runtime.Tests.Flow;

namespace Masterplan.Runtime.Tests.Activities;

public sealed class RunJavaScriptTests
{
    [Theory]
    [InlineData("return 6 * 7;", "Done", 42L)]
    [InlineData("setOutcome('Yes'); return getTotal() + 1;", "Yes", 6L)]
    [InlineData("setTotal(9); setOutcomes(['Yes']); getTotal()", "Yes", 9L)]
    public async Task Script_returns_its_result_and_chooses_its_outcome(string script, string outcome, long result)
    {
        await using var runtime = await TestRuntime.StartAsync();
        var run = await runtime.RunAsync(Definition(
            "scripted",
            Chart([Script(script), Write("OnDone", "Done"), Write("OnYes", "Yes"), Write("OnNo", "No")], "S->OnDone", "S:Yes->OnYes", "S:No->OnNo"),
            variables: ["total:Int32=5", "result"]));
        run.SubStatus.ShouldBe(WorkflowSubStatus.Finished);
        run.Variables["v-result"].ShouldBe(result);
        runtime.Lines.ShouldBe([outcome]);
    }

    [Fact]
    public async Task Script_that_is_no_JavaScript_is_refused_with_its_path()
    {
        await using var runtime = await TestRuntime.StartAsync(works: false);
        runtime.Definitions.Validate(Definition("bad", Sequence(Script("return (;"))).ToJsonString()).ShouldHaveSingleItem().Path.ShouldBe("root.activities[0].script.expression.value");
    }

    [Fact]
    public async Task Script_that_fails_is_an_incident_of_its_step()
    {
        await using var runtime = await TestRuntime.StartAsync();
        var run = await runtime.RunAsync(Definition("fails", Sequence(Script("throw new Error('no luck');"))));
        run.IncidentCount.ShouldBe(1);
        (await runtime.Instances.IncidentsAsync(run.Id, cancellationToken: TestContext.Current.CancellationToken)).ShouldHaveSingleItem().Message.ShouldContain("no luck");
    }

    private static JsonObject Script(string script) => Activity(
        "Elsa.RunJavaScript", "S", ("script", Literal(script)), ("possibleOutcomes", Input("Object", """["Yes","No"]""")), ("result", To("v-result")));
}
