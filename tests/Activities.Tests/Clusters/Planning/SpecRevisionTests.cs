using Masterplan.Activities.Clusters;
using Masterplan.Activities.Clusters.Planning;
using Masterplan.Activities.Clusters.Storage;

namespace Masterplan.Activities.Tests.Clusters.Planning;

public sealed class SpecRevisionTests
{
    private const string Known = "workers: {count: 4} # as ordered\n";

    [Fact]
    public void A_new_cluster_takes_the_spec_asked_for() => SpecRevision.Next(null, "demo", "zone: ch-dk-2\n", 0).ShouldBe("zone: ch-dk-2\n");

    [Fact]
    public void A_new_cluster_without_spec_takes_all_defaults() => SpecRevision.Next(null, "demo", "", 0).ShouldBe("");

    [Fact]
    public void A_known_cluster_keeps_its_spec_when_none_is_asked_for() => SpecRevision.Next(Row(), "demo", "", 0).ShouldBe(Known);

    [Fact]
    public void A_total_of_workers_is_written_into_the_spec() => SpecRevision.Next(Row(), "demo", "", 6).ShouldBe("workers: {count: 6} # as ordered\n");

    [Fact]
    public void A_spec_that_names_the_version_reached_by_an_upgrade_is_accepted() =>
        SpecRevision.Next(Row("v1.37.1"), "demo", "kubernetes: {version: v1.37.1}\nworkers: {count: 4}", 0).ShouldContain("v1.37.1");

    [Theory]
    [InlineData("kubernetes: {version: v1.37.1}\nworkers: {count: 4}", "kubernetes.version: The cluster runs v1.36.5; run `masterplan upgrade demo --to v1.37.1` to change it.")]
    [InlineData("masters: {count: 5}\nworkers: {count: 4}", "masters.count: The cluster has 3 masters; their number is fixed once it is built, because it is etcd's.")]
    [InlineData("workers: {count: 3}", "workers.count: The cluster has 4 workers; this command only adds, and 3 are fewer. Run `masterplan worker-remove demo --workers 3` to remove.")]
    [InlineData("zone: ch-dk-2\nworkers: {count: 4}", "zone: It is 'ch-gva-2' and fixed once the cluster is built; 'ch-dk-2' needs a new cluster.")]
    [InlineData("network: {podCidr: 10.32.0.0/12}\nworkers: {count: 4}", "network.podCidr: It is '10.244.0.0/16' and fixed once the cluster is built; '10.32.0.0/12' needs a new cluster.")]
    [InlineData("kubernetes: {serviceCidr: 10.96.0.0/16}\nworkers: {count: 4}", "kubernetes.serviceCidr: It is '10.100.0.0/16' and fixed once the cluster is built; '10.96.0.0/16' needs a new cluster.")]
    [InlineData("kubernetes: {clusterDomain: corp.example}\nworkers: {count: 4}", "kubernetes.clusterDomain: It is 'cluster.local' and fixed once the cluster is built; 'corp.example' needs a new cluster.")]
    [InlineData("kubernetes: {apiPort: 7443}\nworkers: {count: 4}", "kubernetes.apiPort: It is '6443' and fixed once the cluster is built; '7443' needs a new cluster.")]
    [InlineData("network: {vxlanPort: 4789}\nworkers: {count: 4}", "network.vxlanPort: It is '8472' and fixed once the cluster is built; '4789' needs a new cluster.")]
    [InlineData("etcd: {version: v3.6.1}\nworkers: {count: 4}", "etcd.version: The cluster has v3.6.15; an older etcd may not read its data, so the version only rises, and v3.6.1 is older.")]
    public void What_a_bootstrap_cannot_change_is_refused(string spec, string fault) =>
        Should.Throw<ConfigurationException>(() => SpecRevision.Next(Row(), "demo", spec, 0)).Message.ShouldBe($"The new spec of cluster 'demo': {fault}");

    [Fact]
    public void Fewer_workers_by_command_are_refused_too() =>
        Should.Throw<ConfigurationException>(() => SpecRevision.Next(Row(), "demo", "", 2)).Message.ShouldBe("The new spec of cluster 'demo': workers.count: The cluster has 4 workers; this command only adds, and 2 are fewer. Run `masterplan worker-remove demo --workers 2` to remove.");

    [Theory]
    [InlineData("zone: [")]
    [InlineData("- a")]
    [InlineData("workers: 3")]
    public void A_broken_spec_is_refused_as_such_with_a_number_of_workers_too(string spec) =>
        Should.Throw<ConfigurationException>(() => SpecRevision.Next(null, "demo", spec, 5)).Message.ShouldStartWith("The spec of cluster 'demo'");

    private static ClusterRow Row(string version = "v1.36.5") => new() { Name = "demo", SpecYaml = Known, Version = version, CreatedAt = default };
}
