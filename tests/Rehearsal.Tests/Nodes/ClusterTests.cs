namespace Masterplan.Rehearsal.Tests.Nodes;

public sealed class ClusterTests
{
    private const string App = """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web, namespace: default}
        spec:
          replicas: 2
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec:
              containers:
              - {name: web, image: "nginx:1.29", ports: [{containerPort: 80}]}
        ---
        apiVersion: policy/v1
        kind: PodDisruptionBudget
        metadata: {name: web, namespace: default}
        spec: {minAvailable: 2, selector: {matchLabels: {app: web}}}
        """;

    [Fact]
    public async Task Cluster_comes_up_and_kubectl_sees_ready_nodes()
    {
        await using var cluster = new TestCluster(masters: 3, workers: 2);
        var kubectl = await Ready(cluster);
        (await kubectl.Run("version")).ShouldContain("v1.36.5");
        (await kubectl.Run("describe", "node", "demo-worker-1")).ShouldContain("KubeletReady");
        (await kubectl.Run("get", "pods", "-A")).ShouldContain("kube-apiserver-demo-master-1");
    }

    [Fact]
    public async Task Drain_respects_a_budget_and_evicts_once_it_allows()
    {
        await using var cluster = new TestCluster(masters: 1, workers: 2);
        var kubectl = await Ready(cluster);
        var file = Path.Combine(cluster.Folder, "app.yaml");
        await File.WriteAllTextAsync(file, App, TestContext.Current.CancellationToken);
        await kubectl.Run("apply", "-f", file);
        await kubectl.Run("rollout", "status", "deployment/web", "--timeout=20s");
        var node = (await kubectl.Run("get", "pods", "-l", "app=web", "-o", "jsonpath={.items[0].spec.nodeName}")).Trim();
        (await kubectl.Try("drain", node, "--ignore-daemonsets", "--dry-run=server", "--timeout=1s")).Error.ShouldContain("would violate the pod's disruption budget");
        await kubectl.Run("patch", "pdb", "web", "--type=merge", "-p", """{"spec":{"minAvailable":1}}""");
        await kubectl.Run("drain", node, "--ignore-daemonsets", "--timeout=20s");
        (await kubectl.Run("get", "node", node)).ShouldContain("SchedulingDisabled");
        await kubectl.Run("uncordon", node);
        (await kubectl.Run("get", "node", node)).ShouldNotContain("SchedulingDisabled");
    }

    [Fact]
    public async Task Server_side_apply_refuses_a_field_that_another_manager_owns()
    {
        await using var cluster = new TestCluster(masters: 1, workers: 0);
        var kubectl = await Ready(cluster);
        var file = Path.Combine(cluster.Folder, "app.yaml");
        await File.WriteAllTextAsync(file, App, TestContext.Current.CancellationToken);
        await kubectl.Run("apply", "--server-side", "-f", file);
        await kubectl.Run("apply", "--server-side", "-f", file);
        await File.WriteAllTextAsync(file, App.Replace("1.29", "1.30", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        var refused = await kubectl.Try("apply", "--server-side", "--field-manager=other", "-f", file);
        refused.Error.ShouldContain("conflict with \"kubectl\": .spec.template.spec.containers[name=\"web\"].image");
        await kubectl.Run("apply", "--server-side", "--field-manager=other", "--force-conflicts", "-f", file);
        (await kubectl.Run("get", "deployment", "web", "-o", "jsonpath={.spec.template.spec.containers[0].image}")).ShouldBe("nginx:1.30");
    }

    [Fact]
    public async Task Rehearsal_that_was_killed_goes_on_without_a_new_boot()
    {
        await using var cluster = new TestCluster(masters: 3, workers: 1);
        var kubectl = await Ready(cluster);
        await kubectl.Run("label", "node", "demo-worker-1", "kept=yes");
        var boot = (await cluster.Run(cluster.Masters[0], "cat", "/proc/sys/kernel/random/boot_id")).Output;
        await cluster.Restart();
        await kubectl.Until(["get", "nodes", "-l", "kept=yes"], o => o.Contains(" Ready ", StringComparison.Ordinal), cluster);
        (await cluster.Run(cluster.Masters[0], "cat", "/proc/sys/kernel/random/boot_id")).Output.ShouldBe(boot);
        await kubectl.Until(["get", "pods", "-n", "kube-system"], o => o.Split('\n').Count(l => l.Contains("1/1", StringComparison.Ordinal)) == 17, cluster);
    }

    [Fact]
    public async Task Restart_of_a_unit_that_a_kill_cut_off_between_stop_and_start_is_finished_afterwards()
    {
        await using var cluster = new TestCluster(masters: 1, workers: 0, speed: 30);
        await cluster.StartAsync();
        await cluster.Node(cluster.Masters[0]).Units.Get("kubelet").Stop(isRestarting: true);
        await cluster.Restart();
        await cluster.Until(() => cluster.Node(cluster.Masters[0]).Units.Get("kubelet").ActiveState == "active", "the kubelet runs again");
    }

    [Fact]
    public async Task Stopped_worker_turns_not_ready_and_comes_back_after_a_start()
    {
        await using var cluster = new TestCluster(masters: 1, workers: 1);
        var kubectl = await Ready(cluster);
        await cluster.Nodes.StopAsync(cluster.Workers[0].Id, TestContext.Current.CancellationToken);
        await kubectl.Until(["get", "node", "demo-worker-1"], o => o.Contains("NotReady", StringComparison.Ordinal), cluster);
        await cluster.Nodes.StartAsync(cluster.Workers[0], TestContext.Current.CancellationToken);
        await kubectl.Until(["get", "node", "demo-worker-1"], o => o.Contains(" Ready ", StringComparison.Ordinal), cluster);
    }

    private static async Task<Kubectl> Ready(TestCluster cluster)
    {
        await cluster.StartAsync();
        var kubectl = new Kubectl(cluster.Folder, cluster.AdminConfig);
        var all = cluster.All.Count();
        await kubectl.Until(["get", "nodes"], o => o.Split('\n').Count(l => l.Contains(" Ready ", StringComparison.Ordinal)) == all, cluster);
        return kubectl;
    }
}
