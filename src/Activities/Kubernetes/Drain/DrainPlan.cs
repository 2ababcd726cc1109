using k8s.Models;

namespace Masterplan.Activities.Kubernetes.Drain;

/// <summary>Which pods leave a node when it is drained: a pure function. Mirror pods and those of DaemonSets stay, finished ones do not count.</summary>
public static class DrainPlan
{
    private const string MirrorAnnotation = "kubernetes.io/config.mirror";

    public static IReadOnlyList<V1Pod> Leaving(IEnumerable<V1Pod> pods) => [.. pods.Where(Leaves)];

    private static bool Leaves(V1Pod pod) =>
        pod.Metadata.Annotations?.ContainsKey(MirrorAnnotation) != true
        && pod.Metadata.OwnerReferences?.Any(owner => owner.Kind == "DaemonSet" && owner.Controller == true) != true
        && pod.Status?.Phase is not ("Succeeded" or "Failed");
}
