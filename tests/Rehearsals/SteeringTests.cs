using Masterplan.Rehearsals.Harness;

namespace Masterplan.Rehearsals;

public sealed class SteeringTests
{
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
    public async Task Cancelled_upgrade_gives_back_the_disruption_lock_and_uncordons_its_node()
    {
        await using var stage = new Stage();
        await stage.BootstrapAsync(masters: 1, workers: 2);
        using (var running = stage.Start("upgrade", "demo", "--to", "v1.37.1"))
        {
            var line = await running.NextAsync(line => line.Event is "Started" && line["activity"].Contains("Upgrade", StringComparison.Ordinal) && line["node"].Contains("worker", StringComparison.Ordinal));
            line.ShouldNotBeNull();
            while (await running.NextAsync() is not null && !await IsCordonedAsync(stage))
            {
                // The step cordons first; some line after it finds the cordon.
            }

            await running.KillAsync();
        }

        (await IsCordonedAsync(stage)).ShouldBeTrue();
        var run = (await stage.RunAsync("runs")).Lines[0]["id"];
        (await stage.RunAsync("runs", "cancel", run)).ShouldExitWith(14);
        (await IsCordonedAsync(stage)).ShouldBeFalse();
        (await stage.RunAsync("status", "demo")).ShouldSucceed().Summary["disruptionLock"].ShouldBe("");
        (await stage.RunAsync("upgrade", "demo", "--to", "v1.37.1")).ShouldSucceed().Run.ShouldNotBe(run);
        await stage.ShouldBeAsPlannedAsync();
    }

    private static async Task<bool> IsCordonedAsync(Stage stage) =>
        (await stage.KubectlAsync("get", "nodes", "--no-headers")).Output.Contains("SchedulingDisabled", StringComparison.Ordinal);

    private static async Task<string> InterruptAsync(Stage stage, string at, string[] command)
    {
        using var running = stage.Start(command);
        var line = await running.NextAsync(line => line.Event == at);
        await running.KillAsync();
        return line!["run"];
    }
}
