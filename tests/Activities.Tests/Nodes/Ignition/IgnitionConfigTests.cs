using System.Text;
using System.Text.Json.Nodes;
using Masterplan.Activities.Clusters;
using Masterplan.Activities.Clusters.Planning;
using Masterplan.Activities.Clusters.Spec;
using Masterplan.Activities.Nodes.Artifacts;
using Masterplan.Activities.Nodes.Ignition;

namespace Masterplan.Activities.Tests.Nodes.Ignition;

public sealed class IgnitionConfigTests
{
    private const string PublicKey = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8g masterplan@demo";

    [Theory]
    [InlineData("demo-master-1", "master", "")]
    [InlineData("demo-worker-1", "worker", "")]
    [InlineData("demo-worker-3", "worker-with-mirror", "artifacts: {mirror: 'https://mirror.example.org/masterplan/'}")]
    public void User_data_is_as_its_golden_file(string node, string golden, string spec) =>
        JsonNode.Parse(Render(TestPlans.Plan(spec), node))!.ShouldBeGolden($"ignition/{golden}.json");

    [Theory]
    [InlineData("")]
    [InlineData("artifacts: {mirror: 'http://mirror.example.org:8080/files'}")]
    [InlineData("masters: {count: 5}\nworkers: {count: 100}")]
    [InlineData("kubernetes: {version: v1.37.1}\netcd: {version: v3.7.0}")]
    public async Task Ignition_validate_accepts_the_user_data_of_every_kind_of_node(string spec)
    {
        var plan = TestPlans.Plan(spec, "a-name-that-is-as-long-as-a-name-can-be1");
        foreach (var node in new[] { plan.Masters[0], plan.Masters[^1], plan.Workers[0], plan.Workers[^1] })
        {
            var result = await ValidateAsync(Render(plan, node.Name));
            result.Succeeded.ShouldBeTrue(result.Output);
            result.Output.ShouldNotContain("warning");
        }
    }

    [Fact]
    public async Task Ignition_validate_refuses_a_config_with_a_fault()
    {
        var broken = Render(TestPlans.Plan(), "demo-master-1").Replace("sha512-", "sha513-", StringComparison.Ordinal);
        (await ValidateAsync(broken)).Succeeded.ShouldBeFalse();
    }

    [Fact]
    public void User_data_is_written_without_spaces_and_in_3_3_0()
    {
        var text = Render(TestPlans.Plan(), "demo-master-1");
        text.ShouldStartWith("{\"ignition\":{\"version\":\"3.3.0\"}");
        text.Length.ShouldBeLessThan(JsonNode.Parse(text)!.ToString().Length);
    }

    [Fact]
    public void User_data_holds_no_secret_and_only_pinned_downloads()
    {
        var key = Masterplan.Activities.Clusters.Secrets.SshKey.Create("masterplan@demo");
        var text = IgnitionConfig.Render(TestPlans.Plan(), TestPlans.Plan().Node("demo-master-1"), new(1, 36, 5), key.PublicKey, Checksums(TestPlans.Plan()));
        text.ShouldNotContain("PRIVATE");
        foreach (var line in key.PrivateKey.Split('\n').Where(line => line.Length > 20))
            text.ShouldNotContain(line);
        foreach (var file in JsonNode.Parse(text)!["storage"]!["files"]!.AsArray())
        {
            var contents = file!["contents"]!;
            if (!contents["source"]!.GetValue<string>().StartsWith("data:", StringComparison.Ordinal))
                contents["verification"]!["hash"]!.GetValue<string>().ShouldMatch("^sha512-[0-9a-f]{128}$");
        }
    }

    [Fact]
    public void A_mirror_replaces_every_upstream_host()
    {
        var text = Render(TestPlans.Plan("artifacts: {mirror: 'https://mirror.example.org/x/'}"), "demo-worker-1");
        text.ShouldContain("https://mirror.example.org/x/dl.k8s.io/v1.36.5/bin/linux/amd64/kubelet");
        text.ShouldNotContain("https://dl.k8s.io");
        text.ShouldNotContain("https://github.com");
    }

    [Fact]
    public void User_data_that_is_too_large_is_refused_with_its_size()
    {
        var plan = TestPlans.Plan($"artifacts: {{mirror: 'https://mirror.example.org/{new string('x', 8000)}'}}");
        var fault = Should.Throw<ConfigurationException>(() => Render(plan, "demo-worker-1"));
        fault.Message.ShouldMatch(@"^User data of node 'demo-worker-1': It has \d{5} bytes, the cloud takes at most 24573\. Shorten the texts that go into it \(mirror address, SSH key comment\)\.$");
    }

    [Fact]
    public void The_longest_user_data_allowed_fits_into_the_base64_that_the_cloud_takes() =>
        Convert.ToBase64String(new byte[IgnitionConfig.MaximumBytes]).Length.ShouldBeLessThanOrEqualTo(Masterplan.Exoscale.Instances.NewInstance.MaxUserDataLength);

    private static string Render(ClusterPlan plan, string node) =>
        IgnitionConfig.Render(plan, plan.Node(node), KubernetesVersion.Parse(plan.Spec.Kubernetes.Version), PublicKey, Checksums(plan));

    private static Dictionary<string, string> Checksums(ClusterPlan plan) =>
        NodeArtifacts.Urls(plan.Spec, KubernetesVersion.Parse(plan.Spec.Kubernetes.Version))
            .ToDictionary(url => url, url => Convert.ToHexStringLower(System.Security.Cryptography.SHA512.HashData(Encoding.UTF8.GetBytes(url))));

    /// <summary>Debian's package ignition has it at /usr/bin/ignition-validate.</summary>
    private static Task<Tool.Result> ValidateAsync(string config) => Tool.RunAsync("ignition-validate", ["-"], config);
}
