using Masterplan.Activities.Clusters;

namespace Masterplan.Activities.Tests.Clusters.Planning;

public sealed class ClusterPlanTests
{
    [Fact]
    public void Nodes_are_named_by_role_and_number()
    {
        var plan = TestPlans.Plan("workers: {count: 2}");
        plan.AllNodes.Select(node => node.Name).ShouldBe(["demo-master-1", "demo-master-2", "demo-master-3", "demo-worker-1", "demo-worker-2"]);
        plan.Groups.Select(group => group.Name).ShouldBe(["demo-master", "demo-worker"]);
        plan.SshKeyName.ShouldBe("demo-masterplan");
        plan.ElasticIpDescription.ShouldBe("demo: Kubernetes API");
        plan.TemplateName.ShouldBe("Flatcar Container Linux 4757.2.1");
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 2)]
    [InlineData(8, 2)]
    [InlineData(9, 3)]
    [InlineData(16, 3)]
    [InlineData(100, 14)]
    public void An_anti_affinity_group_takes_eight_nodes_of_one_role(int workers, int groups)
    {
        var plan = TestPlans.Plan($"workers: {{count: {workers}}}");
        plan.AntiAffinityGroups.Count.ShouldBe(groups);
        plan.AllNodes.GroupBy(node => node.AntiAffinityGroup).ShouldAllBe(group => group.Count() <= 8 && group.Select(node => node.Role).Distinct().Count() == 1);
    }

    [Fact]
    public void A_grown_cluster_keeps_the_groups_of_the_nodes_it_had()
    {
        var before = TestPlans.Plan("workers: {count: 7}");
        var after = TestPlans.Plan("workers: {count: 20}");
        after.AllNodes.Where(node => before.AllNodes.Any(known => known.Name == node.Name)).Select(node => node.AntiAffinityGroup)
            .ShouldBe(before.AllNodes.Select(node => node.AntiAffinityGroup));
    }

    [Fact]
    public void A_node_that_is_not_planned_is_refused() =>
        Should.Throw<ConfigurationException>(() => TestPlans.Plan().Node("demo-worker-9")).Message
            .ShouldBe("Node 'demo-worker-9': The plan of cluster 'demo' has no such node; it has 3 masters and 3 workers.");

    [Theory]
    [InlineData("", "https://flatcar.cdn.cncf.io/stable/amd64-usr/4757.2.1/flatcar_production_exoscale_image.qcow2")]
    [InlineData("operatingSystem: {imageUrl: 'https://images.example.org/f.qcow2'}", "https://images.example.org/f.qcow2")]
    public void The_image_is_flatcars_own_unless_another_is_named(string spec, string url) => TestPlans.Plan(spec).ImageUrl.ShouldBe(url);
}
