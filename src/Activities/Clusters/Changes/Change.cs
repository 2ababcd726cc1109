namespace Masterplan.Activities.Clusters.Changes;

/// <summary>Something that is changed outside Masterplan.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="What">What is changed, in words.</param>
public sealed record Change(ChangeKind Kind, string What);
