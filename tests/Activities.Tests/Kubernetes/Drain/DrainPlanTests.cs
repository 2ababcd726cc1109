using k8s.Models;
using Masterplan.Activities.Kubernetes.Drain;

namespace Masterplan.Activities.Tests.Kubernetes.Drain;

public sealed class DrainPlanTests
{
    [Theory]
    [InlineData("Deployment", "Running", false, true)]
    [InlineData("ReplicaSet", "Pending", false, true)]
    [InlineData(null, "Running", false, true)]
    [InlineData("DaemonSet", "Running", false, false)]
    [InlineData("Node", "Running", true, false)]
    [InlineData("Job", "Succeeded", false, false)]
    [InlineData("Job", "Failed", false, false)]
    public void A_pod_leaves_unless_it_is_a_mirror_a_daemon_or_over(string? owner, string phase, bool mirror, bool leaves)
    {
        var pod = new V1Pod
        {
            Metadata = new()
            {
                Name = "x",
                Annotations = mirror ? new Dictionary<string, string> { ["kubernetes.io/config.mirror"] = "hash" } : null,
                OwnerReferences = owner is null ? null : [new() { Kind = owner, Controller = true }],
            },
            Status = new() { Phase = phase },
        };
        DrainPlan.Leaving([pod]).Count.ShouldBe(leaves ? 1 : 0);
    }
}
