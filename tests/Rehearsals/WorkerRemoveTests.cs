using Masterplan.Rehearsals.Harness;

namespace Masterplan.Rehearsals;

/// <summary>Workers are drained and taken away, the highest numbers first, whatever state they are in.</summary>
public sealed class WorkerRemoveTests
{
    /// <summary>Slow enough that a command from beside comes in time.</summary>
    private const string Slow = "12";

    private static string Web(int pods, int minAvailable) => $$"""
        apiVersion: apps/v1
        kind: Deployment
        metadata: { name: web, namespace: default }
        spec:
          replicas: {{pods}}
          selector: { matchLabels: { app: web } }
          template:
            metadata: { labels: { app: web } }
            spec:
              containers: [{ name: web, image: registry.example/web:1 }]
        ---
        apiVersion: policy/v1
        kind: PodDisruptionBudget
        metadata: { name: keep-web, namespace: default }
        spec: { minAvailable: {{minAvailable}}, selector: { matchLabels: { app: web } } }

        """;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Workers_with_the_highest_numbers_go_and_their_pods_move_and_may_come_back()
    {
        await using var stage = new Stage();
        await stage.BootstrapAsync(masters: 3, workers: 4);
        await DeployAsync(stage, pods: 4, minAvailable: 3);
        var before = await stage.MutationsAsync();
        var removed = (await stage.RunAsync("worker-remove", "demo", "--workers", "2")).ShouldSucceed();
        var steps = removed.Lines.Select(line => line["activity"]).ToList();
        steps.LastIndexOf("CordonNode").ShouldBeInRange(0, steps.IndexOf("Drain"), "a pod could have moved to another worker that goes");
        ((await stage.MutationsAsync()).Count - before.Count).ShouldBe(2);
        await ShouldBeLeftAsync(stage, "demo-worker-1", "demo-worker-2");
        (await PodsAsync(stage)).Distinct().ShouldBe(["demo-worker-1", "demo-worker-2"], ignoreOrder: true);
        await using (var records = stage.Records)
        {
            (await records.Clusters.NodesAsync("demo", Token)).Select(node => node.Name).ShouldNotContain("demo-worker-3");
            records.Secrets().Keys.ShouldNotContain(name => name.Contains("demo-worker-3", StringComparison.Ordinal));
        }

        (await stage.RunAsync("worker-remove", "demo", "--workers", "2")).ShouldSucceed().Summary["changes"].ShouldBe("0");
        (await stage.RunAsync("bootstrap", "demo")).ShouldSucceed().Summary["changes"].ShouldBe("0");
        (await stage.RunAsync("worker-add", "demo", "--workers", "3")).ShouldSucceed();
        await stage.ShouldBeAsPlannedAsync();
    }

    [Fact]
    public async Task A_worker_that_is_dead_or_unregistered_or_without_instance_goes_too()
    {
        await using var stage = new Stage();
        await stage.BootstrapAsync(workers: 4);
        await DeployAsync(stage, pods: 4, minAvailable: 2);
        (await stage.KubectlAsync("delete", "node", "demo-worker-3")).ShouldSucceed();
        using (var cloud = stage.Cloud())
        {
            var instances = (await cloud.Instances.ListAsync(cancellationToken: Token)).ToDictionary(instance => instance.Name, instance => instance.Id);
            await cloud.Instances.DeleteAsync(instances["demo-worker-4"], Token);
            await cloud.Instances.StopAsync(instances["demo-worker-2"], Token);
        }

        // What runs where nothing is heard of is not ready: the budget has none to spare, but loses none by it.
        (await stage.KubectlAsync("wait", "--for=condition=Ready=Unknown", "--timeout=120s", "node/demo-worker-2", "node/demo-worker-4")).ShouldSucceed();
        (await stage.RunAsync("worker-remove", "demo", "--workers", "1")).ShouldSucceed();
        await ShouldBeLeftAsync(stage, "demo-worker-1");
        (await PodsAsync(stage)).Distinct().ShouldBe(["demo-worker-1"]);
    }

    [Fact]
    public async Task Budget_is_waited_for_by_name_until_it_lets_the_pods_go()
    {
        await using var stage = new Stage();
        await stage.BootstrapAsync(workers: 2);
        await DeployAsync(stage, pods: 2, minAvailable: 2);
        using var running = stage.Start("worker-remove", "demo", "--workers", "1", "--speed", Slow);
        (await running.NextAsync(IsBlocked)).ShouldNotBeNull()["message"].ShouldContain("The disruption budget keep-web needs 2 healthy pods and has 2 currently.");
        (await stage.KubectlAsync("apply", "-f", stage.Write(Web(pods: 2, minAvailable: 1)))).ShouldSucceed();
        stage.Note(await running.EndAsync()).ShouldSucceed();
        await ShouldBeLeftAsync(stage, "demo-worker-1");
    }

    [Fact]
    public async Task Removal_cancelled_in_the_middle_gives_back_lock_and_cordons_and_what_it_took_is_built_again()
    {
        await using var stage = new Stage();
        await stage.BootstrapAsync(workers: 3);
        (await stage.KubectlAsync("cordon", "demo-worker-3")).ShouldSucceed();
        await DeployAsync(stage, pods: 2, minAvailable: 2);
        (await stage.KubectlAsync("uncordon", "demo-worker-3")).ShouldSucceed();
        var cancelled = await CancelAsync(stage);
        var status = (await stage.RunAsync("status", "demo")).ShouldSucceed().Summary;
        status["disruptionLock"].ShouldBe("");
        status["nodes"].ShouldNotContain("cordoned");

        (await stage.RunAsync("bootstrap", "demo", "--speed", Stage.Speed)).ShouldSucceed();
        await ShouldBeLeftAsync(stage, "demo-worker-1", "demo-worker-2", "demo-worker-3");
        (await stage.KubectlAsync("delete", "poddisruptionbudget", "keep-web")).ShouldSucceed();
        (await stage.RunAsync("worker-remove", "demo", "--workers", "1")).ShouldSucceed().Run.ShouldNotBe(cancelled);
        await ShouldBeLeftAsync(stage, "demo-worker-1");
    }

    /// <summary>Starts a removal of two workers, of which a budget holds one, and cancels it when the other is gone.</summary>
    private static async Task<string> CancelAsync(Stage stage)
    {
        using var running = stage.Start("worker-remove", "demo", "--workers", "1", "--speed", Slow);
        var (isBlocked, isGone) = (false, false);
        var last = await running.NextAsync(line =>
        {
            isBlocked |= IsBlocked(line);
            isGone |= line.Event == "Completed" && line["activity"] == "DeleteNodeObject";
            return isBlocked && isGone;
        });
        (await stage.KubectlAsync("get", "nodes", "-o", "jsonpath={.items[?(@.spec.unschedulable)].metadata.name}")).ShouldSucceed().Output.ShouldBe("demo-worker-2");
        (await stage.RunAsync("status", "demo")).ShouldSucceed().Summary["disruptionLock"].ShouldContain("the removal of demo-worker-");
        (await stage.RunAsync("runs", "cancel", last!["run"])).ShouldSucceed();
        return stage.Note(await running.EndAsync()).ShouldExitWith(14).Run;
    }

    private static bool IsBlocked(Line line) => line["message"].Contains("may not leave", StringComparison.Ordinal);

    /// <summary>One pod on each worker that takes one.</summary>
    private static async Task DeployAsync(Stage stage, int pods, int minAvailable)
    {
        (await stage.KubectlAsync("apply", "-f", stage.Write(Web(pods, minAvailable)))).ShouldSucceed();
        (await stage.KubectlAsync("rollout", "status", "deployment", "web")).ShouldSucceed();
        (await PodsAsync(stage)).Distinct().Count().ShouldBe(pods);
    }

    /// <summary>The nodes that the pods are on.</summary>
    private static async Task<string[]> PodsAsync(Stage stage) =>
        (await stage.KubectlAsync("get", "pods", "-o", "jsonpath={.items[*].spec.nodeName}")).ShouldSucceed().Output.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>These workers, and all else as it is planned; Kubernetes knows no others either.</summary>
    private static async Task ShouldBeLeftAsync(Stage stage, params string[] workers)
    {
        await stage.ShouldBeAsPlannedAsync();
        (await stage.KubectlAsync("get", "nodes", "-o", "jsonpath={.items[*].metadata.name}")).ShouldSucceed().Output.Split(' ')
            .Where(name => name.Contains("worker", StringComparison.Ordinal)).ShouldBe(workers, ignoreOrder: true);
    }
}
