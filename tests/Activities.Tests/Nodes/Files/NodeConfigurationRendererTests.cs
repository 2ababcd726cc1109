using System.Text;
using Masterplan.Activities.Nodes;
using Masterplan.Activities.Nodes.Files;

namespace Masterplan.Activities.Tests.Nodes.Files;

public sealed class NodeConfigurationRendererTests
{
    [Theory]
    [InlineData("demo-master-1", "master", "")]
    [InlineData("demo-master-3", "master-of-five", "masters: {count: 5}\nkubernetes: {version: v1.37.1, apiPort: 8443, endpointName: api.example.org, serviceCidr: 10.96.0.0/12, clusterDomain: corp.example}\netcd: {version: v3.7.0}\nnetwork: {podCidr: 10.32.0.0/12, vxlanPort: 4789}\n")]
    [InlineData("demo-worker-2", "worker", "")]
    [InlineData("demo-worker-1", "worker-of-one-master", "masters: {count: 1}\nkubernetes: {apiPort: 8443}\n")]
    public void Everything_on_a_node_is_as_its_golden_files(string node, string golden, string spec) =>
        Files(Render(node, spec)).ShouldBeGoldenFolder($"nodes/{golden}");

    [Fact]
    public void Rendering_twice_gives_the_same_bytes()
    {
        var first = Files(Render("demo-master-2"));
        var second = Files(Render("demo-master-2"));
        first.Keys.ShouldBe(second.Keys);
        first.ShouldAllBe(file => file.Value.SequenceEqual(second[file.Key]));
    }

    [Theory]
    [InlineData("demo-master-1")]
    [InlineData("demo-worker-1")]
    public void Only_files_with_a_private_key_or_a_manifest_are_closed_to_others(string node)
    {
        foreach (var file in Render(node).AllFiles)
        {
            var text = Encoding.UTF8.GetString(file.Content.Span);
            var isSecret = text.Contains("the key ", StringComparison.Ordinal) || text.Contains("client-key-data", StringComparison.Ordinal)
                || text.Contains("private service-account", StringComparison.Ordinal) || text.Contains("secretbox", StringComparison.Ordinal) || file.Path.StartsWith(NodePaths.Manifests, StringComparison.Ordinal);
            file.Mode.ShouldBe(isSecret ? "0600" : "0644", file.Path);
        }
    }

    [Fact]
    public void A_worker_holds_nothing_of_the_control_plane()
    {
        var worker = Render("demo-worker-1");
        worker.AllFiles.Select(file => file.Path).ShouldAllBe(path =>
            !path.Contains("etcd/", StringComparison.Ordinal) && !path.Contains("sa.", StringComparison.Ordinal) && !path.Contains("apiserver", StringComparison.Ordinal) && !path.Contains("front-proxy", StringComparison.Ordinal) && !path.Contains("encryption", StringComparison.Ordinal));
        worker.StaticPods.Select(pod => pod.Name).ShouldBe(["haproxy", "kube-proxy"]);
        worker.Units.Select(unit => unit.Name).ShouldBe(["flanneld.service", "containerd.service", "kubelet.service"]);
    }

    [Fact]
    public void A_master_that_joined_starts_its_members_among_those_that_it_found()
    {
        var context = TestPlans.Context(TestPlans.Plan(), "demo-master-2") with { EtcdJoins = new Dictionary<string, string> { ["infra"] = "demo-master-1=https://192.0.2.11:2380,demo-master-2=https://192.0.2.12:2380" } };
        var joined = NodeConfigurationRenderer.Render(context);
        var infra = Encoding.UTF8.GetString(joined.Units.Single(unit => unit.Name == "infra-etcd.service").File.Content.Span);
        infra.ShouldContain("--initial-cluster-state=existing");
        infra.ShouldContain("--initial-cluster=demo-master-1=https://192.0.2.11:2380,demo-master-2=https://192.0.2.12:2380 ");
        var kubernetes = Encoding.UTF8.GetString(joined.StaticPods.Single(pod => pod.Name == "kubernetes-etcd").Manifest.Content.Span);
        kubernetes.ShouldContain("--initial-cluster-state=new");
        kubernetes.ShouldContain("demo-master-3=https://192.0.2.13:12380");
    }

    [Fact]
    public void A_new_version_changes_the_kubelet_unit_and_the_components_and_leaves_etcd_alone()
    {
        var before = Render("demo-master-1");
        var after = NodeConfigurationRenderer.Render(TestPlans.Context(TestPlans.Plan(), "demo-master-1") with { Version = new(1, 37, 1) });
        var changes = NodeChanges.Compare(after, before.AllFiles.ToDictionary(file => file.Path, file => file.Fact));
        changes.Files.ShouldBeEmpty();
        changes.Units.Select(unit => unit.Name).ShouldBe(["kubelet.service"]);
        changes.StaticPods.Select(pod => pod.Name).ShouldBe(["kube-apiserver", "kube-controller-manager", "kube-scheduler", "kube-proxy"]);
    }

    [Theory]
    [InlineData("kubernetes-etcd-peer", "", "kubernetes-etcd")]
    [InlineData("infra-etcd-server", "infra-etcd.service", "")]
    [InlineData("flanneld", "flanneld.service", "")]
    [InlineData("kubelet-server", "kubelet.service", "")]
    [InlineData("kubelet-client", "kubelet.service", "")]
    [InlineData("kube-proxy", "", "kube-proxy")]
    [InlineData("scheduler", "", "kube-scheduler")]
    [InlineData("controller-manager", "", "kube-controller-manager")]
    [InlineData("apiserver", "", "kube-apiserver")]
    [InlineData("apiserver-etcd-client", "", "kube-apiserver")]
    [InlineData("front-proxy-client", "", "kube-apiserver")]
    public void A_new_certificate_restarts_only_what_reads_it(string profile, string unit, string pod)
    {
        var context = TestPlans.Context(TestPlans.Plan(), "demo-master-1");
        var before = NodeConfigurationRenderer.Render(context).AllFiles.ToDictionary(file => file.Path, file => file.Fact);
        var certificates = context.Certificates.ToDictionary();
        certificates[profile] = new("another certificate\n", "another key\n");
        var changes = NodeChanges.Compare(NodeConfigurationRenderer.Render(context with { Certificates = certificates }), before);
        changes.Units.Select(changed => changed.Name).ShouldBe(unit.Length == 0 ? [] : [unit]);
        changes.StaticPods.Select(changed => changed.Name).ShouldBe(pod.Length == 0 ? [] : [pod]);
    }

    private static NodeConfiguration Render(string node, string spec = "") => NodeConfigurationRenderer.Render(TestPlans.Context(TestPlans.Plan(spec), node));

    /// <summary>The files by path, and the list of their modes, units and pods.</summary>
    private static Dictionary<string, byte[]> Files(NodeConfiguration configuration)
    {
        var files = configuration.AllFiles.ToDictionary(file => file.Path[1..], file => file.Content.ToArray());
        var list = new StringBuilder();
        foreach (var file in configuration.AllFiles)
            list.Append($"{file.Mode} {file.Owner} {file.Path}\n");
        foreach (var unit in configuration.Units)
            list.Append($"unit {unit.Name} {unit.File.Path}\n");
        foreach (var pod in configuration.StaticPods)
            list.Append($"static pod {pod.Name} {pod.Image} ports {string.Join(',', pod.Ports)}\n");
        files["contents.txt"] = Encoding.UTF8.GetBytes(list.ToString());
        return files;
    }
}
