using k8s.Models;

namespace Masterplan.Activities.Kubernetes;

/// <summary>What a Node object tells: pure functions.</summary>
public static class NodeFacts
{
    public static bool IsReady(this V1Node node) => Ready(node)?.Status == "True";

    /// <summary>Why a node is not ready, in the kubelet's words.</summary>
    public static string WhyNotReady(this V1Node node) => Ready(node) is { } ready ? $"{ready.Reason}: {ready.Message}" : "the kubelet has not reported yet";

    public static string KubeletVersion(this V1Node node) => node.Status?.NodeInfo?.KubeletVersion ?? "";

    public static bool IsCordoned(this V1Node node) => node.Spec?.Unschedulable == true;

    private static V1NodeCondition? Ready(V1Node node) => node.Status?.Conditions?.FirstOrDefault(condition => condition.Type == "Ready");
}
