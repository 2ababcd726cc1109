using Masterplan.Runtime.Authoring;
using static Masterplan.Runtime.Tests.Flow;

namespace Masterplan.Runtime.Tests.Expressions;

public sealed class ExpressionTests
{
    [Theory]
    [InlineData("getTotal() + 1", "4")]
    [InlineData("setTotal(9); getTotal()", "9")]
    [InlineData("variables.Total = 5; variables.Total", "5")]
    [InlineData("setVariable('Total', 6); getVariable('Total')", "6")]
    [InlineData("getInput('Who') + input.Who + getWho()", "AdaAdaAda")]
    [InlineData("toJson({ a: [1, 'x'] })", "{\"a\":[1,\"x\"]}")]
    [InlineData("getOutputFrom('First')", "42")]
    [InlineData("getLastResult()", "42")]
    [InlineData("getCorrelationId() === null", "true")]
    [InlineData("typeof System + typeof importNamespace", "undefinedundefined")]
    [InlineData("[typeof fetch, typeof XMLHttpRequest, typeof require, typeof process, typeof getInput.GetType, typeof getWho().GetType].every(type => type === 'undefined')", "true")]
    public async Task Script_sees_the_workflow(string script, string written)
    {
        var probes = new Probes();
        await using var runtime = await TestRuntime.StartAsync(configure: services => Microsoft.Extensions.DependencyInjection.ServiceCollectionServiceExtensions.AddSingleton(services, probes));
        var run = await runtime.RunAsync(
            Definition("script", Sequence(Activity("Test.Probe", "First", ("value", Literal(42))), WriteJs("W", script)), variables: ["Total:Int32=3"], inputs: ["Who"]),
            new Dictionary<string, object?> { ["Who"] = "Ada" });

        run.SubStatus.ShouldBe(WorkflowSubStatus.Finished);
        runtime.Lines.ShouldBe([written]);
    }

    [Theory]
    [InlineData("for (;;) {}", "than allowed")]
    [InlineData("let a = []; for (;;) a.push('x'.repeat(1000))", "than allowed")]
    [InlineData("const f = () => f() + 1; f()", "deeper than allowed")]
    [InlineData("nothing.at.all", "nothing is not defined")]
    public async Task Script_without_bounds_is_stopped_and_becomes_an_incident(string script, string reason)
    {
        await using var runtime = await TestRuntime.StartAsync(options: options => options with { ScriptTimeout = TimeSpan.FromMilliseconds(500) });
        var run = await runtime.RunAsync(Definition("bad", Sequence(WriteJs("W", script))));
        var incident = (await runtime.Instances.IncidentsAsync(run.Id, cancellationToken: TestContext.Current.CancellationToken)).ShouldHaveSingleItem();
        incident.Message.ShouldContain(reason);
    }

    [Fact]
    public async Task Values_are_the_same_before_and_after_a_restart()
    {
        await using var runtime = await TestRuntime.StartAsync();
        await runtime.RunAsync(Definition(
            "values",
            Sequence(
                Set("S", "x", "({ whole: 3, part: 2.5, list: [1, null, 'two'], nested: { flag: true } })"), WriteJs("Before", "toJson(getX())"), Delay("D", "00:00:00.001"),
                WriteJs("After", "toJson(getX())")),
            variables: ["x:Object"]));

        runtime.Lines.ShouldBe(["""{"whole":3,"part":2.5,"list":[1,null,"two"],"nested":{"flag":true}}""", """{"whole":3,"part":2.5,"list":[1,null,"two"],"nested":{"flag":true}}"""]);
    }
}
