using Masterplan.Host.Progress;
using Masterplan.Runtime.Runs;
using Microsoft.Extensions.Time.Testing;

namespace Masterplan.Host.Tests.Progress;

public sealed class StepTrackerTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    private readonly StepTracker tracker = new((_, _) => Task.FromResult("demo-worker-1"), "run", new FakeTimeProvider(Start));

    [Fact]
    public async Task A_step_is_shown_under_its_node_from_its_start_to_its_end()
    {
        var step = (await TakeAsync("Started")).ShouldNotBeNull();
        (step.Node, step.Step, step.Status).ShouldBe(("demo-worker-1", "Launch node", "running"));
        tracker.Active.ShouldBe([step]);
        (await TakeAsync("Completed", at: 3)).ShouldBe(step);
        (step.Status, step.Elapsed(Start.AddSeconds(9))).ShouldBe(("done", "3.0 s"));
        tracker.Active.ShouldBeEmpty();
    }

    [Fact]
    public async Task Attempts_errors_and_the_next_wait_are_told()
    {
        await TakeAsync("Started");
        var step = (await TakeAsync("Attempt failed", data: new() { ["Attempt"] = 2, ["Error"] = "the port is held", ["NextIn"] = "1.5 s" })).ShouldNotBeNull();
        (step.Attempts, step.Status, step.Message, step.IsError, step.NextIn).ShouldBe((2, "waiting", "the port is held", true, "1.5 s"));
        (await TakeAsync("Attempt failed", data: new() { ["Attempt"] = 3, ["Error"] = "the port is held", ["NextIn"] = "2 s" })).ShouldNotBeNull().Attempts.ShouldBe(3);
        (await TakeAsync("Suspended")).ShouldBeNull();
    }

    [Fact]
    public async Task Waiting_is_no_error_and_the_same_wait_is_shown_once()
    {
        await TakeAsync("Started");
        var step = (await TakeAsync("Waiting", data: new() { ["Waiting"] = "booting" })).ShouldNotBeNull();
        (step.Status, step.Message, step.IsError).ShouldBe(("waiting", "booting", false));
        (await TakeAsync("Waiting", data: new() { ["Waiting"] = "booting" })).ShouldBeNull();
    }

    [Theory]
    [InlineData("Faulted", "failed")]
    [InlineData("Canceled", "cancelled")]
    public async Task A_step_can_end_badly(string happened, string status)
    {
        await TakeAsync("Started");
        (await TakeAsync(happened))!.Status.ShouldBe(status);
        tracker.Active.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_step_that_is_retried_by_hand_runs_again()
    {
        await TakeAsync("Faulted");
        (await TakeAsync("Started"))!.Status.ShouldBe("running");
        tracker.Active.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Forks_markers_and_other_runs_are_not_shown()
    {
        (await tracker.TakeAsync(Event("Started") with { ActivityType = "Elsa.FlowFork" }, TestContext.Current.CancellationToken)).ShouldBeNull();
        (await tracker.TakeAsync(Event("Started") with { RootInstanceId = "other" }, TestContext.Current.CancellationToken)).ShouldBeNull();
        (await tracker.TakeAsync(Event("WorkflowStarted") with { ActivityInstanceId = null }, TestContext.Current.CancellationToken)).ShouldBeNull();
    }

    private Task<StepState?> TakeAsync(string name, double at = 0, Dictionary<string, object?>? data = null) =>
        tracker.TakeAsync(Event(name) with { Timestamp = Start.AddSeconds(at), Data = data }, TestContext.Current.CancellationToken);

    private static RunEvent Event(string name) => new()
    {
        EventName = name,
        InstanceId = "child",
        RootInstanceId = "run",
        DefinitionId = "node-launch",
        ActivityInstanceId = "1",
        ActivityId = "Launch",
        ActivityType = "Masterplan.LaunchCoreOsNode",
        DisplayName = "Launch node",
        Timestamp = Start,
    };
}
