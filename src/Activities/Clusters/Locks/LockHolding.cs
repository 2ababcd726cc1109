namespace Masterplan.Activities.Clusters.Locks;

/// <summary>Who holds a disruption lock.</summary>
/// <param name="Owner">The run.</param>
/// <param name="Purpose">What for, in words.</param>
/// <param name="Fence">The number of this holding.</param>
/// <param name="ExpiresAt">When it lapses unless it is extended.</param>
public sealed record LockHolding(string Owner, string Purpose, long Fence, DateTimeOffset ExpiresAt);
