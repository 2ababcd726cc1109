using Masterplan.Rehearsals.Harness;

namespace Masterplan.Rehearsals;

/// <summary>The host is killed, and now and then the rehearsal with it; what is planned comes to be all the same, and no step runs twice.</summary>
public sealed class KilledAnywhereTests(ITestOutputHelper output)
{
    /// <summary>Slow enough that a step's deadline outlasts the restarts that others' checkpoints cost it.</summary>
    private const string Speed = "30";

    /// <summary>
    /// A restart takes a second or two, so not every process is killed at its first checkpoint: they get 1, 2, … of them in turn, which
    /// lays kills over all phases of a run. MASTERPLAN_KILLS=1 kills at each.
    /// </summary>
    private static readonly int Stride = int.TryParse(Environment.GetEnvironmentVariable("MASTERPLAN_KILLS"), out var asked) ? asked : 9;

    [Fact]
    public async Task Bootstrap_worker_add_and_worker_remove_killed_at_their_checkpoints_make_exactly_what_is_planned()
    {
        await using var stage = new Stage();
        await KillAtCheckpointsAsync(stage, "bootstrap", "demo", "--spec", stage.Spec(), "--speed", Speed);
        await KillAtCheckpointsAsync(stage, "worker-add", "demo", "--workers", "2");
        await KillAtCheckpointsAsync(stage, "worker-remove", "demo", "--workers", "1");
    }

    [Fact]
    public async Task Upgrade_killed_at_its_checkpoints_upgrades_each_node_once()
    {
        await using var stage = new Stage();
        await stage.BootstrapAsync();
        await stage.RunAsync("rehearsal", "start", "--speed", Speed);
        await KillAtCheckpointsAsync(stage, "upgrade", "demo", "--to", "v1.37.1");
        await using var records = stage.Records;
        (await records.Clusters.FindAsync("demo", TestContext.Current.CancellationToken))!.Version.ShouldBe("v1.37.1");
    }

    [Fact]
    public async Task Bootstrap_worker_add_and_upgrade_killed_at_random_instants_make_exactly_what_is_planned()
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable("MASTERPLAN_SEED"), out var asked) ? asked : Random.Shared.Next(10_000);
        output.WriteLine($"MASTERPLAN_SEED={seed}");
        await using var stage = new Stage();
        var random = new Random(seed);
        foreach (var command in new[] { ["bootstrap", "demo", "--spec", stage.Spec(masters: 3), "--speed", Speed], ["worker-add", "demo", "--workers", "2"], new[] { "upgrade", "demo", "--to", "v1.37.1" } })
        {
            var interruptions = new Interruptions(stage);
            var ended = await interruptions.AtInstantsAsync(command, random, kills: 4);
            await CheckAsync(stage, ended, interruptions, $"seed {seed}, {command[0]}");
        }
    }

    private async Task KillAtCheckpointsAsync(Stage stage, params string[] command)
    {
        var interruptions = new Interruptions(stage);
        var ended = await interruptions.AtCheckpointsAsync(command, kill => 1 + (kill % Stride));
        await CheckAsync(stage, ended, interruptions, command[0]);
    }

    private async Task CheckAsync(Stage stage, Ended ended, Interruptions interruptions, string what)
    {
        output.WriteLine($"{what}: {interruptions.Kills} kills");
        ended.ShouldSucceed();
        await stage.ShouldHaveRunEachStepOnceAsync(ended.Run, interruptions.Told);
        await stage.ShouldBeAsPlannedAsync();
    }
}
