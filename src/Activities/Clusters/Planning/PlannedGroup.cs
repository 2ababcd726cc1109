namespace Masterplan.Activities.Clusters.Planning;

/// <summary>A security group that shall exist, with all of its rules.</summary>
public sealed record PlannedGroup(string Name, NodeRole Role, IReadOnlyList<PlannedRule> Rules);
