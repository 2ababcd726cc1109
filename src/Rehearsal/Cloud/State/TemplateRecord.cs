namespace Masterplan.Rehearsal.Cloud.State;

internal sealed record TemplateRecord(Guid Id, string Name, string Visibility, DateTimeOffset CreatedAt)
{
    public string? Description { get; init; }

    public string? Family { get; init; }

    public string? Version { get; init; }

    public string? Build { get; init; }

    public string? Maintainer { get; init; }

    public string? DefaultUser { get; init; }

    public string? Checksum { get; init; }

    public string BootMode { get; init; } = "legacy";

    public long Size { get; init; } = 10L << 30;

    public bool SshKeyEnabled { get; init; } = true;

    public bool PasswordEnabled { get; init; }

    public string? Url { get; init; }

    /// <summary>When its import is over.</summary>
    public DateTimeOffset ReadyAt { get; init; }
}
