namespace Masterplan.Activities.Clusters.Planning;

/// <summary>An ingress rule of a security group. Exactly one of <paramref name="Network"/> and <paramref name="SourceGroup"/> is set.</summary>
/// <param name="Description">Why the port is open; unique in its group, and shown by the cloud.</param>
/// <param name="Protocol">tcp or udp.</param>
/// <param name="StartPort">First port.</param>
/// <param name="EndPort">Last port.</param>
/// <param name="Network">The CIDR let in.</param>
/// <param name="SourceGroup">The name of the group let in.</param>
public sealed record PlannedRule(string Description, string Protocol, int StartPort, int EndPort, string? Network = null, string? SourceGroup = null);
