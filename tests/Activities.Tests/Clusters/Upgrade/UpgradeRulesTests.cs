using Masterplan.Activities.Clusters.Spec;
using Masterplan.Activities.Clusters.Upgrade;

namespace Masterplan.Activities.Tests.Clusters.Upgrade;

public sealed class UpgradeRulesTests
{
    [Theory]
    [InlineData("v1.36.5", "v1.37.1")]
    [InlineData("v1.36.5", "v1.36.6")]
    [InlineData("v1.36.5", "v1.36.5")]
    [InlineData("v1.35.0", "v1.36.0")]
    public void A_patch_or_the_next_minor_is_allowed(string current, string target) => Check(current, target).ShouldBeEmpty();

    [Theory]
    [InlineData("v1.35.2", "v1.37.1", "version: v1.37.1 skips a minor version: go from v1.35.2 to a v1.36.x first.")]
    [InlineData("v1.36.5", "v1.35.9", "version: v1.35.9 is older than the cluster's v1.36.5; Kubernetes has no downgrades.")]
    [InlineData("v1.36.5", "v1.36.4", "version: v1.36.4 is older than the cluster's v1.36.5; Kubernetes has no downgrades.")]
    [InlineData("v1.37.1", "v1.38.0", "version: v1.38.0 is not supported; use v1.35.x to v1.37.x.")]
    [InlineData("v1.36.5", "1.37.1", "version: '1.37.1' is not a version; write it as v1.37.1.")]
    [InlineData("v1.36.5", "", "version: '' is not a version; write it as v1.37.1.")]
    public void Skips_downgrades_and_unknown_versions_are_refused(string current, string target, string fault) => Check(current, target).ShouldBe([fault]);

    [Fact]
    public void Several_reasons_are_told_at_once() => Check("v1.36.5", "v1.38.0").ShouldBe(
    [
        "version: v1.38.0 is not supported; use v1.35.x to v1.37.x.",
        "version: v1.38.0 skips a minor version: go from v1.36.5 to a v1.37.x first.",
    ]);

    [Theory]
    [InlineData("v1.34.0", null)]
    [InlineData("v1.33.9", "nodes.demo-worker-1: Its kubelet v1.33.9 is more than 3 minors older than v1.37.1; bring it up first.")]
    [InlineData("v1.37.2", "nodes.demo-worker-1: Its kubelet v1.37.2 is newer than v1.37.1.")]
    [InlineData("v1.37.1", null)]
    public void Kubelets_may_be_three_minors_older_and_never_newer(string kubelet, string? fault) =>
        Check("v1.36.5", "v1.37.1", kubelet).ShouldBe(fault is null ? [] : [fault]);

    private static List<string> Check(string current, string target, string? kubelet = null)
    {
        var kubelets = kubelet is null ? [] : new Dictionary<string, KubernetesVersion> { ["demo-worker-1"] = KubernetesVersion.Parse(kubelet) };
        return [.. UpgradeRules.Check(KubernetesVersion.Parse(current), target, kubelets).Select(fault => fault.ToString())];
    }
}
