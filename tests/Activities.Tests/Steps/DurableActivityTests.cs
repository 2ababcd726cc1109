using Masterplan.Activities.Clusters;
using Masterplan.Activities.Nodes;
using Masterplan.Activities.Steps;
using Masterplan.Runtime.Authoring;

namespace Masterplan.Activities.Tests.Steps;

public sealed class DurableActivityTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_transient_fault_is_retried_with_growing_waits_and_journalled()
    {
        await using var host = await TestHost.StartAsync();
        host.Script.Acts = [Fail("one"), Fail("two"), Fail("three"), () => Progress.Done];
        var run = await host.RunAsync("Test.Probe", ("firstDelay", "00:00:02"), ("factor", "2"), ("ceiling", "00:00:06"));
        (await host.EndAsync(run)).SubStatus.ShouldBe(WorkflowSubStatus.Finished);
        host.Script.Gaps.ShouldBe([2, 4, 6]);
        var journal = (await host.Instances.JournalAsync(run, cancellationToken: Token)).Items.Where(entry => entry.EventName == "Attempt failed").Select(entry => entry.Message);
        journal.ShouldBe(["Attempt 1: one Next attempt in 2 s.", "Attempt 2: two Next attempt in 4 s.", "Attempt 3: three Next attempt in 6 s."]);
    }

    [Fact]
    public async Task What_is_not_ready_yet_is_looked_at_again_without_counting_as_failed()
    {
        await using var host = await TestHost.StartAsync();
        host.Script.Acts = [Wait("booting"), Wait("booting"), () => Progress.NotYet("settling", TimeSpan.FromSeconds(9)), () => Progress.Done];
        var run = await host.RunAsync("Test.Probe");
        (await host.EndAsync(run)).SubStatus.ShouldBe(WorkflowSubStatus.Finished);
        host.Script.Gaps.ShouldBe([1, 1.5, 9]);
        var journal = (await host.Instances.JournalAsync(run, cancellationToken: Token)).Items;
        journal.Where(entry => entry.EventName == "Waiting").Select(entry => entry.Message).ShouldBe(["booting", "settling"]);
        journal.ShouldAllBe(entry => entry.EventName != "Attempt failed");
    }

    [Fact]
    public async Task Attempts_and_the_deadline_survive_a_restart_of_the_host()
    {
        await using var host = await TestHost.StartAsync();
        host.Script.Acts = [Fail("down")];
        var run = await host.RunAsync("Test.Probe", ("firstDelay", "00:00:10"), ("factor", "1"), ("deadline", "00:00:25"));
        await host.UntilSuspendedAsync(run, Token);
        await host.StopAsync();
        host.Clock.Advance(TimeSpan.FromSeconds(12));
        await host.StartAgainAsync();
        await host.EndAsync(run);
        host.Script.Attempts.ShouldBe(3);
        var incident = (await host.Instances.IncidentsAsync(run, cancellationToken: Token)).Single();
        incident.Message.ShouldBe("Not done after 25 s: down");
    }

    [Fact]
    public async Task Time_in_which_the_host_was_down_does_not_count_towards_the_deadline()
    {
        await using var host = await TestHost.StartAsync();
        host.Script.Acts = [Wait("booting"), Wait("booting"), () => Progress.Done];
        var run = await host.RunAsync("Test.Probe", ("firstDelay", "00:00:10"), ("factor", "1"), ("deadline", "00:00:25"));
        await host.UntilSuspendedAsync(run, Token);
        await host.StopAsync();
        host.Clock.Advance(TimeSpan.FromHours(8));
        await host.StartAgainAsync();
        (await host.EndAsync(run)).SubStatus.ShouldBe(WorkflowSubStatus.Finished);
        host.Script.Attempts.ShouldBe(3);
    }

    [Fact]
    public async Task The_deadline_ends_in_an_incident_that_names_the_step_and_the_last_error()
    {
        await using var host = await TestHost.StartAsync();
        host.Script.Acts = [Fail("first"), Fail("the port is held")];
        var run = await host.RunAsync("Test.Probe", ("firstDelay", "00:00:30"), ("deadline", "00:03:00"), ("ceiling", "00:01:00"));
        (await host.EndAsync(run)).SubStatus.ShouldBe(WorkflowSubStatus.Suspended);
        var incident = (await host.Instances.IncidentsAsync(run, cancellationToken: Token)).Single();
        incident.Message.ShouldBe("Not done after 3 min: the port is held");
        incident.ExceptionType.ShouldEndWith(nameof(NotInTimeException));
        (incident.ActivityId, incident.DisplayName).ShouldBe(("Step", "Probe"));
    }

    [Fact]
    public async Task A_fault_that_is_not_transient_is_an_incident_at_once()
    {
        await using var host = await TestHost.StartAsync();
        host.Script.Acts = [() => throw new ConfigurationException("The spec", "zone", "wrong")];
        var run = await host.RunAsync("Test.Probe");
        (await host.EndAsync(run)).SubStatus.ShouldBe(WorkflowSubStatus.Suspended);
        host.Script.Attempts.ShouldBe(1);
        (await host.Instances.IncidentsAsync(run, cancellationToken: Token)).Single().Message.ShouldBe("The spec: zone: wrong");
    }

    [Fact]
    public async Task A_retry_by_hand_gives_a_fresh_budget()
    {
        await using var host = await TestHost.StartAsync();
        host.Script.Acts = [Fail("a"), Fail("b"), Fail("c"), Fail("d"), () => Progress.Done];
        var run = await host.RunAsync("Test.Probe", ("firstDelay", "00:00:10"), ("factor", "1"), ("deadline", "00:00:25"));
        (await host.EndAsync(run)).SubStatus.ShouldBe(WorkflowSubStatus.Suspended);
        host.Script.Attempts.ShouldBe(3);
        host.Clock.Advance(TimeSpan.FromHours(1));
        await host.Runtime.RetryAsync(run, cancellationToken: Token);
        (await host.EndAsync(run)).SubStatus.ShouldBe(WorkflowSubStatus.Finished);
        host.Script.Attempts.ShouldBe(5);
        var failed = (await host.Instances.JournalAsync(run, cancellationToken: Token)).Items.Where(entry => entry.EventName == "Attempt failed").Select(entry => entry.Message);
        failed.ShouldBe(["Attempt 1: a Next attempt in 10 s.", "Attempt 2: b Next attempt in 10 s.", "Attempt 1: d Next attempt in 10 s."]);
    }

    [Fact]
    public async Task Waits_and_deadline_are_in_the_clouds_time()
    {
        await using var host = await TestHost.StartAsync(speed: 10);
        host.Script.Acts = [Fail("a"), Fail("b"), Fail("c"), Fail("d")];
        var run = await host.RunAsync("Test.Probe", ("firstDelay", "00:00:10"), ("factor", "1"), ("deadline", "00:00:25"));
        await host.EndAsync(run);
        host.Script.Gaps.ShouldBe([1, 1]);
        (await host.Instances.IncidentsAsync(run, cancellationToken: Token)).Single().Message.ShouldBe("Not done after 25 s: c");
    }

    private static Func<Progress> Fail(string why) => () => throw new NodeException(why, isTransient: true);

    private static Func<Progress> Wait(string why) => () => Progress.NotYet(why);
}
