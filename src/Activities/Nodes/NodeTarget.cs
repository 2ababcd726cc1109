using Masterplan.Activities.Clusters.Secrets;

namespace Masterplan.Activities.Nodes;

/// <summary>A node to connect to.</summary>
/// <param name="Cluster">Its cluster.</param>
/// <param name="Name">Its name.</param>
/// <param name="Address">Its public address.</param>
/// <param name="Key">The key that opens it.</param>
public sealed record NodeTarget(string Cluster, string Name, string Address, SshKey Key);
