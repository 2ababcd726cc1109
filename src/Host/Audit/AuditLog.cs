namespace Masterplan.Host.Audit;

/// <summary>The record of who did what.</summary>
internal sealed class AuditLog(IAuditStore store, TimeProvider clock)
{
    public DateTimeOffset Now => clock.GetUtcNow();

    /// <summary>Adds what the operating system's user did at the command line.</summary>
    public void Add(string what, string? cluster = null, string? run = null) =>
        Add(new AuditEntry { At = clock.GetUtcNow(), Who = $"{Environment.UserName} (command line)", What = what, Cluster = cluster, Run = run, Outcome = "done" });

    public void Add(AuditEntry entry) => store.Add(entry);

    /// <summary>The newest first, as <see cref="IAuditStore.Read"/> says.</summary>
    public IReadOnlyList<AuditEntry> Read(string? cluster, int skip, int take) => store.Read(cluster, skip, take);
}
