namespace Masterplan.Host.Audit;

/// <summary>Where the record of who did what is kept: lines are only ever added.</summary>
internal interface IAuditStore
{
    void Add(AuditEntry entry);

    /// <summary>The newest first.</summary>
    /// <param name="cluster">Only what concerned this cluster; unset means everything.</param>
    /// <param name="skip">How many of the newest to leave out.</param>
    /// <param name="take">How many at most.</param>
    IReadOnlyList<AuditEntry> Read(string? cluster, int skip, int take);
}
