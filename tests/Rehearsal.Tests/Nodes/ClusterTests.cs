namespace Masterplan.Rehearsal.Tests.Nodes;

public sealed class ClusterTests
{
    [Fact]
    public async Task Cluster_comes_up_and_kubectl_sees_ready_nodes()
    {
        await using var cluster = new TestCluster(masters: 3, workers: 2);
        await cluster.StartAsync();
        var kubectl = new Kubectl(cluster.Folder, cluster.AdminConfig);
        await kubectl.Until(["get", "nodes"], o => o.Split('\n').Count(l => l.Contains(" Ready ", StringComparison.Ordinal)) == 5, cluster);
        (await kubectl.Run("version")).ShouldContain("v1.36.5");
    }
}
