using Masterplan.Rehearsal.Faults;
using Masterplan.Rehearsals.Harness;

namespace Masterplan.Rehearsals;

/// <summary>Pause, resume, retry, skip and cancel, in the process that works on the run and from beside it.</summary>
public sealed class SteeringTests
{
    /// <summary>Slow enough that a command from beside comes in time.</summary>
    private const string Slow = "12";

    private const string WithDns = "addOns: { coreDns: true, metricsServer: false, ingress: none }";

    [Fact]
    public async Task Paused_run_starts_no_step_until_it_is_resumed()
    {
        await using var stage = new Stage();
        var run = await InterruptAsync(stage, "Completed", ["bootstrap", "demo", "--spec", stage.Spec(), "--speed", Stage.Speed]);
        var paused = (await stage.RunAsync("runs", "pause", run)).ShouldExitWith(3);
        paused.Summary["next"].ShouldContain($"runs resume {run}");
        var before = await stage.CountsAsync(run);
        (await stage.RunAsync("bootstrap", "demo")).ShouldExitWith(3).Lines.ShouldNotContain(line => line.Event == "Started");
        (await stage.CountsAsync(run)).ShouldBe(before);
        (await stage.RunAsync("runs", "resume", run)).ShouldSucceed();
        await stage.ShouldBeAsPlannedAsync();
    }

    [Fact]
    public async Task Run_that_another_process_works_on_is_paused_at_a_request_from_outside()
    {
        await using var stage = new Stage();
        using var running = stage.Start("bootstrap", "demo", "--spec", stage.Spec(), "--speed", Slow);
        var run = (await running.NextAsync(line => line.Event == "Completed"))!["run"];
        (await stage.RunAsync("runs", "pause", run)).ShouldSucceed().Summary["next"].ShouldContain($"process {running.Id} ");
        stage.Note(await running.EndAsync()).ShouldExitWith(3).Summary["next"].ShouldContain($"runs resume {run}");
        (await stage.RunAsync("runs", "resume", run, "--speed", Stage.Speed)).ShouldSucceed();
        await stage.ShouldBeAsPlannedAsync();
    }

    [Fact]
    public async Task Cancelled_upgrade_gives_back_the_disruption_lock_and_uncordons_its_node()
    {
        await using var stage = new Stage();
        (await stage.RunAsync("bootstrap", "demo", "--spec", stage.Spec(1, 2, WithDns), "--speed", Stage.Speed)).ShouldSucceed();
        using var running = stage.Start("upgrade", "demo", "--to", "v1.37.1", "--speed", Slow, "--faults", FaultNames.PdbBlocks);
        var blocked = await running.NextAsync(line => line["message"].Contains("may not leave", StringComparison.Ordinal));
        (await IsCordonedAsync(stage)).ShouldBeTrue();
        (await stage.RunAsync("runs", "cancel", blocked!["run"])).ShouldSucceed();
        stage.Note(await running.EndAsync()).ShouldExitWith(14);
        (await IsCordonedAsync(stage)).ShouldBeFalse();
        (await stage.RunAsync("status", "demo")).ShouldSucceed().Summary["disruptionLock"].ShouldBe("");
        var again = (await stage.RunAsync("upgrade", "demo", "--to", "v1.37.1", "--speed", Stage.Speed, "--faults", "none")).ShouldSucceed();
        again.Run.ShouldNotBe(blocked["run"]);
        await stage.ShouldBeAsPlannedAsync();
    }

    [Fact]
    public async Task Skipped_launch_is_told_at_once_by_the_steps_that_need_its_instance()
    {
        await using var stage = new Stage();
        var suspended = await stage.BootstrapIntoQuotaAsync();
        var skipped = (await stage.RunAsync("runs", "skip", suspended.Run)).ShouldExitWith(3);
        skipped.Incidents.ShouldContain(incident => incident.Contains("its launch was skipped", StringComparison.Ordinal), skipped.Output);
        (await stage.RunAsync("runs", "cancel", suspended.Run)).ShouldExitWith(14);
        (await stage.RunAsync("bootstrap", "demo", "--faults", "none")).ShouldSucceed().Run.ShouldNotBe(suspended.Run);
        await stage.ShouldBeAsPlannedAsync();
    }

    [Fact]
    public async Task Run_that_a_server_works_on_is_retried_at_a_request_from_outside()
    {
        await using var stage = new Stage();
        var suspended = await stage.BootstrapIntoQuotaAsync();
        using var serving = stage.Start("serve", "--urls", "http://127.0.0.1:0", "--faults", "none");
        (await serving.NextAsync(line => line.Text.StartsWith("Working the queue", StringComparison.Ordinal))).ShouldNotBeNull();
        (await stage.RunAsync("runs", "retry", suspended.Run)).ShouldSucceed().Summary["next"].ShouldContain("masterplan serve");
        (await EndAsync(stage))["status"].ShouldBe("succeeded");
        await stage.ShouldBeAsPlannedAsync();
    }

    /// <summary>The only run, as soon as it has ended.</summary>
    private static async Task<Line> EndAsync(Stage stage)
    {
        using var guard = new CancellationTokenSource(ProgramUnderTest.Guard);
        while (true)
        {
            var run = (await stage.RunAsync("runs")).ShouldSucceed().Lines.Single();
            if (run["status"] != "under way" || guard.IsCancellationRequested)
                return run;
        }
    }

    private static async Task<bool> IsCordonedAsync(Stage stage)
    {
        var status = (await stage.RunAsync("status", "demo")).ShouldSucceed().Summary;
        status["apiServer"].ShouldNotBeEmpty(status.Text);
        return status["nodes"].Contains("cordoned", StringComparison.Ordinal);
    }

    private static async Task<string> InterruptAsync(Stage stage, string at, string[] command)
    {
        using var running = stage.Start(command);
        var line = await running.NextAsync(line => line.Event == at);
        await running.KillAsync();
        return line!["run"];
    }
}
