using Masterplan.Runtime.Authoring;
using static Masterplan.Runtime.Tests.Flow;

namespace Masterplan.Runtime.Tests.Activities;

public sealed class LoopTests
{
    [Fact]
    public async Task For_counts_inclusively_and_negative_steps_count_down()
    {
        (await LinesAsync(For(1, 3, 1, WriteJs("W", "variables.CurrentValue")))).ShouldBe(["1", "2", "3"]);
        (await LinesAsync(For(3, 1, -1, WriteJs("W", "variables.CurrentValue")))).ShouldBe(["3", "2", "1"]);
    }

    [Fact]
    public async Task For_without_a_body_completes() => (await LinesAsync(Sequence(For(1, 3, 1, null), Write("W", "after")))).ShouldBe(["after"]);

    [Fact]
    public async Task While_asks_before_each_pass() => (await LinesAsync(
        Activity("Elsa.While", "While1", ("condition", Js("getN() < 3")), ("body", Sequence(Set("Inc", "n", "getN() + 1"), WriteJs("W", "getN()")))))).ShouldBe(["1", "2", "3"]);

    [Fact]
    public async Task ForEach_gives_item_and_index() => (await LinesAsync(
        Activity("Elsa.ForEach", "Each", ("items", Input("Object", "[\"a\",\"b\"]")), ("body", WriteJs("W", "`${variables.CurrentIndex}${variables.CurrentValue}`"))))).ShouldBe(["0a", "1b"]);

    [Fact]
    public async Task ParallelForEach_starts_every_item_and_waits_for_all() => (await LinesAsync(Sequence(
        Activity("Elsa.ParallelForEach", "Each", ("items", Js("['a','b','c']")), ("body", Steps("Inner", Delay("D", "00:00:00.001"), WriteJs("W", "getVariable('CurrentValue')")))),
        Write("Last", "end")))).Order().ShouldBe(["a", "b", "c", "end"]);

    [Fact]
    public async Task Break_ends_the_nearest_loop_only() => (await LinesAsync(
        For(1, 2, 1, Steps("Inner", Activity("Elsa.ForEach", "Each", ("items", Js("['a','b']")), ("body", Steps("Body", WriteJs("W", "getVariable('CurrentValue')"), Activity("Elsa.Break", "B"), Write("Never", "never")))))))).ShouldBe(["a", "a"]);

    [Fact]
    public async Task Switch_runs_the_case_that_holds_or_the_default()
    {
        (await LinesAsync(Switch("1 == 1"))).ShouldBe(["case"]);
        (await LinesAsync(Switch("1 == 2"))).ShouldBe(["default"]);
    }

    [Fact]
    public async Task If_runs_one_branch() => (await LinesAsync(Activity("Elsa.If", "If1", ("condition", Literal("true")), ("then", Write("T", "then")), ("else", Write("E", "else"))))).ShouldBe(["then"]);

    [Fact]
    public async Task Parallel_is_done_when_all_are() => (await LinesAsync(Sequence(Activity("Elsa.Parallel", "P", ("activities", new System.Text.Json.Nodes.JsonArray(Write("A", "a"), Delay("D", "00:00:00.001"), Write("B", "b")))), Write("C", "c")))).ShouldBe(["a", "b", "c"]);

    [Fact]
    public async Task Finish_ends_the_run_at_once() => (await LinesAsync(Sequence(Write("A", "a"), Activity("Elsa.Finish", "F"), Write("B", "b")))).ShouldBe(["a"]);

    private static System.Text.Json.Nodes.JsonObject Steps(string id, params System.Text.Json.Nodes.JsonObject[] activities) =>
        Activity("Elsa.Sequence", id, ("activities", new System.Text.Json.Nodes.JsonArray([.. activities])));

    private static System.Text.Json.Nodes.JsonObject Switch(string condition) => Activity(
        "Elsa.Switch",
        "Switch1",
        ("cases", new System.Text.Json.Nodes.JsonArray(new System.Text.Json.Nodes.JsonObject
        {
            ["label"] = "one",
            ["condition"] = new System.Text.Json.Nodes.JsonObject { ["type"] = "JavaScript", ["value"] = condition },
            ["activity"] = Write("Case", "case"),
        })),
        ("default", Write("Else", "default")));

    private static System.Text.Json.Nodes.JsonObject For(int start, int end, int step, System.Text.Json.Nodes.JsonObject? body) =>
        Activity("Elsa.For", "For1", ("start", Literal(start)), ("end", Literal(end)), ("step", Literal(step)), ("body", body));

    private static async Task<string[]> LinesAsync(System.Text.Json.Nodes.JsonObject root)
    {
        await using var runtime = await TestRuntime.StartAsync();
        var run = await runtime.RunAsync(Definition("loop", root, variables: ["n:Int32=0"]));
        run.SubStatus.ShouldBe(WorkflowSubStatus.Finished);
        return runtime.Lines;
    }
}
