using Masterplan.Rehearsal.Faults;
using Masterplan.Rehearsals.Harness;

namespace Masterplan.Rehearsals;

/// <summary>Whatever goes wrong, a run ends well, or stops with an incident that tells a person what to do and goes on when that was done.</summary>
public sealed class FaultTests(ITestOutputHelper output)
{
    private const string Spec = "addOns: { coreDns: true, metricsServer: false, ingress: none }";

    /// <summary>Faults of nodes and API servers; an upgrade asks little else.</summary>
    private static readonly string[] OfNodes = [FaultNames.ConnectionReset, FaultNames.EtcdPortBusy, FaultNames.SlowApiServer, FaultNames.PdbBlocks];

    public static TheoryData<string, int> Alone => [.. FaultNames.All.Where(name => name != FaultNames.Quota).Select((name, index) => (name, 11 + index))];

    public static TheoryData<string, int> Pairs =>
    [
        ($"{FaultNames.LostResponse},{FaultNames.OperationFailure}", 21),
        ($"{FaultNames.Api5xx},{FaultNames.DeadNode}", 22),
        ($"{FaultNames.ConnectionReset},{FaultNames.EtcdPortBusy}", 23),
        ($"{FaultNames.SlowApiServer},{FaultNames.PdbBlocks}", 24),
    ];

    [Theory]
    [MemberData(nameof(Alone))]
    [MemberData(nameof(Pairs))]
    public async Task Plan_is_reached_in_spite_of(string faults, int seed)
    {
        await using var stage = new Stage();
        await ReachAsync(stage, "bootstrap", "demo", "--spec", stage.Spec(1, 2, Spec), "--speed", Stage.Speed, "--faults", faults, "--seed", $"{seed}");
        if (faults.Split(',').Intersect(OfNodes).Any())
            await ReachAsync(stage, "upgrade", "demo", "--to", "v1.37.1", "--faults", faults, "--seed", $"{seed}");
    }

    [Fact]
    public async Task Quota_that_shrinks_after_the_check_stops_the_launches_and_a_retry_goes_on_when_there_is_room()
    {
        await using var stage = new Stage();
        var ended = await stage.BootstrapIntoQuotaAsync();
        ended.Incidents.ShouldContain(incident => incident.Contains("quota", StringComparison.OrdinalIgnoreCase), ended.Output);
        await RetryAsync(stage, ended);
    }

    [Fact]
    public async Task Busy_etcd_port_is_tried_again_until_it_is_free_and_each_attempt_is_shown()
    {
        await using var stage = new Stage();
        await stage.BootstrapAsync(masters: 3, workers: 0);
        (await stage.RunAsync("rehearsal", "start", "--speed", "5", "--faults", FaultNames.EtcdPortBusy, "--seed", $"{SeedOfLongHold("demo-master-2:12379")}")).ShouldSucceed();
        await using var node = await stage.DoorAsync("demo-master-2");
        using var running = stage.Start("bootstrap", "demo");
        // The port is held for seconds only: the program's start shall not use them up.
        await running.NextAsync(line => line.IsCheckpoint);
        await node.DeleteAsync(["/etc/kubernetes/manifests/kubernetes-etcd.yaml"], TestContext.Current.CancellationToken);
        var ended = stage.Note(await running.EndAsync()).ShouldSucceed();
        var steps = (await stage.RunAsync("runs", "show", ended.Run)).ShouldSucceed().Summary.Json.GetProperty("steps").EnumerateArray();
        var attempts = steps.SelectMany(step => step.GetProperty("attempts").EnumerateArray().Select(attempt => attempt.ToString())).ToList();
        attempts.Count(attempt => attempt.StartsWith("Attempt ", StringComparison.Ordinal) && attempt.Contains("Port 12379 of node 'demo-master-2'", StringComparison.Ordinal)).ShouldBeGreaterThan(1, string.Join('\n', attempts));
        await CheckAsync(stage);
    }

    /// <summary>A seed with which the port is held, for some forty simulated seconds.</summary>
    private static int SeedOfLongHold(string port) =>
        Enumerable.Range(1, 1000).First(seed => new FaultPlan([FaultNames.EtcdPortBusy], seed).Roll(FaultNames.EtcdPortBusy, port, 1) is > 0.5 and < 0.7);

    private async Task ReachAsync(Stage stage, params string[] command)
    {
        var ended = await stage.RunAsync(command);
        output.WriteLine($"{command[0]}: {ended.Summary["status"]}");
        if (ended.ExitCode != 0)
            await RetryAsync(stage, ended.ShouldExitWith(3));
        else
            await CheckAsync(stage);
    }

    private async Task RetryAsync(Stage stage, Ended suspended)
    {
        suspended.Incidents.ShouldNotBeEmpty(suspended.ToString());
        suspended.Summary["next"].ShouldContain($"runs retry {suspended.Run}");
        foreach (var incident in suspended.Incidents)
            output.WriteLine(incident);
        suspended.Incidents.ShouldAllBe(incident => incident.IndexOf(':', StringComparison.Ordinal) > 0 && incident.Length > 40);
        (await stage.RunAsync("runs", "retry", suspended.Run, "--faults", "none")).ShouldSucceed();
        await CheckAsync(stage);
    }

    /// <summary>The check itself is not to be struck by faults.</summary>
    private static async Task CheckAsync(Stage stage)
    {
        await stage.InjectAsync();
        await stage.ShouldBeAsPlannedAsync();
    }
}
