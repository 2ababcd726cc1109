namespace Masterplan.Activities.Clusters.Ledger;

/// <summary>A resource of the ledger.</summary>
/// <param name="Kind">One of <see cref="ResourceKinds"/>.</param>
/// <param name="Name">Its deterministic name.</param>
/// <param name="ResourceId">The cloud's id; null while it is only planned.</param>
/// <param name="Address">The public address, where it has one.</param>
/// <param name="Run">The run that asked for it.</param>
public sealed record LedgerEntry(string Kind, string Name, string? ResourceId, string? Address, string Run)
{
    public bool IsMade => ResourceId is not null;
}
