using Masterplan.Runtime.Authoring;
using static Masterplan.Runtime.Tests.Flow;

namespace Masterplan.Runtime.Tests.Activities;

public sealed class FlowchartTests
{
    [Theory]
    [InlineData(null, true)]
    [InlineData("WaitAll", false)]
    [InlineData("WaitAllActive", true)]
    [InlineData("WaitAny", true)]
    public async Task Branch_that_is_not_taken_does_not_hold_up_the_join(string? mode, bool joinRuns)
    {
        await using var runtime = await TestRuntime.StartAsync();
        var meeting = mode is null ? Write("M", "joined") : Join("M", mode);
        var run = await runtime.RunAsync(Definition("dead", Chart(
            [Activity("Elsa.Start", "S"), Decision("D", "true"), Write("A", "a"), Write("B", "b"), meeting, Write("After", "after")],
            "S->D", "D:True->A", "D:False->B", "A->M", "B->M", "M->After")));

        run.SubStatus.ShouldBe(WorkflowSubStatus.Finished);
        runtime.Lines.ShouldBe(joinRuns ? mode is null ? ["a", "joined", "after"] : ["a", "after"] : ["a"]);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("WaitAll")]
    [InlineData("WaitAllActive")]
    [InlineData("WaitAny")]
    public async Task Join_of_two_branches_runs_once(string? mode)
    {
        await using var runtime = await TestRuntime.StartAsync();
        var meeting = mode is null ? Write("M", "joined") : Join("M", mode);
        var run = await runtime.RunAsync(Definition("both", Chart(
            [Fork("F", "x", "y"), Write("A", "a"), Write("B", "b"), meeting, Write("After", "after")],
            "F:x->A", "F:y->B", "A->M", "B->M", "M->After")));

        run.SubStatus.ShouldBe(WorkflowSubStatus.Finished);
        runtime.Lines.Count(line => line == "after").ShouldBe(1);
    }

    [Fact]
    public async Task Race_cancels_the_branch_that_waits_and_goes_on_once()
    {
        await using var runtime = await TestRuntime.StartAsync();
        var run = await runtime.RunAsync(Definition("race", Chart(
            [Fork("F", "x", "y"), Event("E", "never"), Write("A", "a"), Join("M", "WaitAny"), Write("After", "after")],
            "F:x->E", "F:y->A", "E->M", "A->M", "M->After")));

        run.SubStatus.ShouldBe(WorkflowSubStatus.Finished);
        runtime.Lines.ShouldBe(["a", "after"]);
        (await runtime.Instances.BookmarksAsync(run.Id, TestContext.Current.CancellationToken)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Join_waits_for_the_branch_that_waits()
    {
        await using var runtime = await TestRuntime.StartAsync();
        var id = await runtime.StartRunAsync(Definition("wait", Chart(
            [Fork("F", "x", "y"), Event("E", "Paid"), Write("A", "a"), Join("M", "WaitAll"), Write("After", "after")],
            "F:x->E", "F:y->A", "E->M", "A->M", "M->After")));
        await runtime.UntilSuspendedAsync(id);
        runtime.Lines.ShouldBe(["a"]);

        (await runtime.Runtime.PublishEventAsync("Paid", cancellationToken: TestContext.Current.CancellationToken)).ShouldBe(1);

        (await runtime.WaitAsync(id)).SubStatus.ShouldBe(WorkflowSubStatus.Finished);
        runtime.Lines.ShouldBe(["a", "after"]);
    }

    [Fact]
    public async Task Loop_goes_back_until_the_decision_says_otherwise()
    {
        await using var runtime = await TestRuntime.StartAsync();
        var run = await runtime.RunAsync(Definition(
            "loop",
            Chart([Set("Inc", "n", "getN() + 1"), Fork("F", "x", "y"), Write("A", "a"), Write("B", "b"), Join("J", "WaitAll"), Decision("D", "getN() < 3"), Write("End", "end")],
                "Inc->F", "F:x->A", "F:y->B", "A->J", "B->J", "J->D", "D:True->Inc", "D:False->End"),
            variables: ["n:Int32=0"]));

        run.SubStatus.ShouldBe(WorkflowSubStatus.Finished);
        runtime.Lines.ShouldBe(["a", "b", "a", "b", "a", "b", "end"]);
    }

    [Fact]
    public async Task Inner_loop_starts_anew_in_each_pass_of_the_outer()
    {
        await using var runtime = await TestRuntime.StartAsync();
        var run = await runtime.RunAsync(Definition(
            "nested",
            Chart([Set("Outer", "o", "getO() + 1"), Set("Reset", "i", "0"), Set("Inner", "i", "getI() + 1"), WriteJs("W", "`${getO()}.${getI()}`"), Decision("More", "getI() < 2"), Decision("Again", "getO() < 2")],
                "Outer->Reset", "Reset->Inner", "Inner->W", "W->More", "More:True->Inner", "More:False->Again", "Again:True->Outer"),
            variables: ["o:Int32=0", "i:Int32=0"]));

        run.SubStatus.ShouldBe(WorkflowSubStatus.Finished);
        runtime.Lines.ShouldBe(["1.1", "1.2", "2.1", "2.2"]);
    }

    [Fact]
    public async Task End_cancels_the_other_branch()
    {
        await using var runtime = await TestRuntime.StartAsync();
        var run = await runtime.RunAsync(Definition("end", Chart(
            [Fork("F", "x", "y"), Event("E", "never"), Write("A", "a"), Activity("Elsa.End", "End")],
            "F:x->E", "F:y->A", "A->End")));

        run.SubStatus.ShouldBe(WorkflowSubStatus.Finished);
        var journal = await runtime.Instances.JournalAsync(run.Id, cancellationToken: TestContext.Current.CancellationToken);
        journal.Items.ShouldContain(entry => entry.ActivityId == "E" && entry.EventName == "Canceled");
    }
}
