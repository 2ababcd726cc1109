namespace Masterplan.Host.Clusters;

/// <summary>A node of a cluster.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Role"><c>master</c> or <c>worker</c>.</param>
/// <param name="Address">Its public address; null before it is launched.</param>
/// <param name="Kubernetes">The kubelet's version; empty while unknown.</param>
/// <param name="State"><c>Ready</c>, or why it is not, in words.</param>
internal sealed record ClusterNode(string Name, string Role, string? Address, string Kubernetes, string State)
{
    public bool IsReady => State.StartsWith("Ready", StringComparison.Ordinal);
}
