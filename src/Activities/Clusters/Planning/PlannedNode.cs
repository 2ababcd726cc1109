using Masterplan.Activities.Clusters.Spec;

namespace Masterplan.Activities.Clusters.Planning;

/// <summary>A node that shall exist.</summary>
/// <param name="Name">The name of instance and Kubernetes node alike.</param>
/// <param name="Role">Master or worker.</param>
/// <param name="Number">1 for the first of its role.</param>
/// <param name="Pool">Its size.</param>
/// <param name="AntiAffinityGroup">The name of the anti-affinity group it is placed by.</param>
public sealed record PlannedNode(string Name, NodeRole Role, int Number, NodePoolSpec Pool, string AntiAffinityGroup);
