namespace Masterplan.Rehearsal.Tests.Nodes.Pods;

public sealed class StaticPodsTests
{
    private const string Manifest = "/etc/kubernetes/manifests/kubernetes-etcd.yaml";

    [Fact]
    public async Task Manifest_that_comes_back_before_its_pod_is_gone_starts_it_again()
    {
        await using var cluster = new TestCluster(masters: 1, workers: 0, speed: 30);
        await cluster.StartAsync();
        await cluster.Until(() => Etcd(cluster) == "running", "etcd runs");
        var disk = cluster.Node(cluster.Masters[0]).Disk;
        var manifest = disk.ReadText(Manifest)!;
        disk.Delete(Manifest);
        disk.WriteText(Manifest, manifest);
        await cluster.Until(() => Etcd(cluster) != "running", "the old process is gone");
        await cluster.Until(() => Etcd(cluster) == "running", "etcd runs again");
    }

    private static string? Etcd(TestCluster cluster) =>
        cluster.Node(cluster.Masters[0]).Containers.Pods.Where(pod => pod.Pod["metadata"]!["name"]!.GetValue<string>() == "kubernetes-etcd").SelectMany(pod => pod.Containers).FirstOrDefault()?.State;
}
