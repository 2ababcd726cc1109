using Masterplan.Activities.Clusters;
using Masterplan.Activities.Clusters.Spec;

namespace Masterplan.Activities.Tests.Clusters.Spec;

public sealed class ClusterSpecReaderTests
{
    [Theory]
    [InlineData("")]
    [InlineData("\n# nothing but a comment\n")]
    [InlineData("---\n")]
    public void An_empty_file_is_a_whole_cluster(string yaml)
    {
        var spec = ClusterSpecReader.Read(yaml, "demo");
        spec.Name.ShouldBe("demo");
        (spec.Masters.Count, spec.Workers.Count, spec.Zone, spec.Kubernetes.Version).ShouldBe((3, 3, "ch-gva-2", "v1.36.5"));
        (spec.Etcd.Version, spec.Network.PodCidr, spec.Network.FlannelVersion, spec.OperatingSystem.Version).ShouldBe(("v3.6.15", "10.244.0.0/16", "v0.28.10", "4757.2.1"));
    }

    [Fact]
    public void Members_that_are_written_replace_their_defaults_and_leave_the_others()
    {
        var spec = ClusterSpecReader.Read("name: demo\nmasters:\n  count: 5\naccess:\n  apiCidrs: [203.0.113.0/24]\naddOns:\n  metricsServer: false\nartifacts:\n  checksums:\n    https://x/y: " + new string('a', 128) + "\n", "demo");
        (spec.Masters.Count, spec.Masters.InstanceType, spec.Masters.DiskGib).ShouldBe((5, "standard.medium", 50));
        spec.Access.ApiCidrs.ShouldBe(["203.0.113.0/24"]);
        spec.Access.IngressCidrs.ShouldBe(["0.0.0.0/0"]);
        (spec.AddOns.MetricsServer, spec.AddOns.CoreDns).ShouldBe((false, true));
        spec.Artifacts.Checksums.Keys.ShouldBe(["https://x/y"]);
    }

    [Fact]
    public void Every_fault_is_told_at_once_with_its_path()
    {
        const string Yaml =
            """
            zone: Geneva
            masters:
              count: 4
              diskGib: much
            workers:
              count: -1
              size: large
            kubernetes:
              version: 1.36.5
              serviceCidr: 10.244.128.0/17
            etcd:
              version: v3.5.0
            access: open
            addOns:
              ingress: traefik
            """;
        Should.Throw<ConfigurationException>(() => ClusterSpecReader.Read(Yaml, "my_cluster")).Message.ShouldBe(
            """
            The spec of cluster 'my_cluster' has 11 faults:
              masters.diskGib: Expected a whole number, found 'much'.
              workers.size: No such member; known here: count, diskGib, instanceType.
              access: Expected a mapping, found 'open'.
              name: 'my_cluster' cannot be a cluster's name: use 1 to 40 lower-case letters, digits and dashes, starting with a letter and not ending with a dash (the cloud refuses '_').
              zone: 'Geneva' is not a zone's name; one is ch-gva-2.
              masters.count: 4 masters cannot be: etcd needs an odd number for its majority; use 1, 3 or 5.
              workers.count: -1 workers cannot be; use 0 to 1000.
              kubernetes.version: '1.36.5' is not a version; write it as v1.36.5.
              etcd.version: v3.5.0 is not supported; use v3.6.x, or v3.7.x with Kubernetes 1.37.
              kubernetes.serviceCidr: 10.244.128.0/17 overlaps the pods' network 10.244.0.0/16 (network.podCidr); give them separate ranges.
              addOns.ingress: 'traefik' is not known; use nginx or none.
            """);
    }

    [Theory]
    [InlineData("colour: red", "colour: No such member; known here: access, addOns, artifacts, backup, etcd, kubernetes, maintenance, masters, name, network, operatingSystem, workers, zone.")]
    [InlineData("Masters: {count: 3}", "Masters: No such member; known here: access, addOns, artifacts, backup, etcd, kubernetes, maintenance, masters, name, network, operatingSystem, workers, zone.")]
    [InlineData("network: {mtu: 1400}", "network.mtu: No such member; known here: cniPluginsVersion, flannelCniPluginVersion, flannelVersion, podCidr, vxlanPort.")]
    [InlineData("masters: 3", "masters: Expected a mapping, found '3'.")]
    [InlineData("zone: [a, b]", "zone: Expected a single value, found '[ a, b ]'.")]
    [InlineData("access: {apiCidrs: 0.0.0.0/0}", "access.apiCidrs: Expected a list of texts, found '0.0.0.0/0'.")]
    [InlineData("addOns: {coreDns: yes}", "addOns.coreDns: Expected true or false, found 'yes'.")]
    [InlineData("workers: {count: 3.5}", "workers.count: Expected a whole number, found '3.5'.")]
    [InlineData("artifacts: {checksums: none}", "artifacts.checksums: Expected a mapping, found 'none'.")]
    [InlineData("name: other", "name: The file is for cluster 'other', the command for 'demo'.")]
    [InlineData("- zone: ch-gva-2", "Expected one YAML document with a mapping, as in 'zone: ch-gva-2'.")]
    [InlineData("just text", "Expected one YAML document with a mapping, as in 'zone: ch-gva-2'.")]
    [InlineData("zone: a\n---\nzone: b", "Expected one YAML document with a mapping, as in 'zone: ch-gva-2'.")]
    public void A_file_of_another_shape_is_refused(string yaml, string fault) => Refusal(yaml).ShouldBe($"The spec of cluster 'demo': {fault}");

    [Theory]
    [InlineData("zone: [ch-gva-2", "line 2")]
    [InlineData("zone: ch-gva-2\n\tworkers: {}", "line 1")]
    [InlineData("zone: a\nzone: b", "Duplicate key")]
    [InlineData("masters: {count: 3, count: 5}", "Duplicate key")]
    public void A_file_that_is_no_yaml_is_refused_with_the_place(string yaml, string part)
    {
        Refusal(yaml).ShouldStartWith("The spec of cluster 'demo': Not readable as YAML at line ");
        Refusal(yaml).ShouldContain(part);
    }

    [Fact]
    public void A_key_that_is_no_text_is_refused() => Refusal("? [a, b]\n: c").ShouldContain("No such member");

    [Theory]
    [InlineData("a", true)]
    [InlineData("a1-b", true)]
    [InlineData("a234567890123456789012345678901234567890", true)]
    [InlineData("a2345678901234567890123456789012345678901", false)]
    [InlineData("my_cluster", false)]
    [InlineData("1a", false)]
    [InlineData("-a", false)]
    [InlineData("a-", false)]
    [InlineData("Demo", false)]
    [InlineData("démo", false)]
    [InlineData("a.b", false)]
    [InlineData("a b", false)]
    [InlineData("a\n", false)]
    [InlineData("../x", false)]
    [InlineData("", false)]
    public void A_name_is_what_instances_and_dns_can_be_called(string name, bool accepted)
    {
        if (accepted)
            ClusterSpecReader.Read("", name).Name.ShouldBe(name);
        else
            Should.Throw<ConfigurationException>(() => ClusterSpecReader.Read("", name)).Faults.Single().Path.ShouldBe("name");
    }

    private static string Refusal(string yaml) => Should.Throw<ConfigurationException>(() => ClusterSpecReader.Read(yaml, "demo")).Message;
}
