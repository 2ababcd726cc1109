namespace Masterplan.Rehearsal.Nodes.Disks;

/// <summary>What the index of a disk knows of a path beyond its bytes.</summary>
/// <param name="Mode">Octal permissions.</param>
/// <param name="Owner">"user:group".</param>
/// <param name="Sha512">The hash that a fetched artifact was declared to have.</param>
/// <param name="Link">Where a symbolic link points.</param>
public sealed record DiskEntry(string Mode, string Owner, string? Sha512 = null, string? Link = null)
{
    public static DiskEntry Plain { get; } = new("0644", "root:root");
}
