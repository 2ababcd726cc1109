namespace Masterplan.Exoscale.Templates;

/// <summary>A disk image that instances start from. Ids of public templates change with each refresh: find them by name.</summary>
public sealed record Template
{
    public Guid Id { get; init; }

    /// <summary>Not unique among private templates; the newest <see cref="CreatedAt"/> wins by custom.</summary>
    public string Name { get; init; } = "";

    public string? Description { get; init; }

    public string? Family { get; init; }

    public string? Version { get; init; }

    public string? Build { get; init; }

    public string? Maintainer { get; init; }

    /// <summary>The SSH login; may be absent on private templates.</summary>
    public string? DefaultUser { get; init; }

    /// <summary>MD5 of the image file, in hexadecimal.</summary>
    public string? Checksum { get; init; }

    /// <summary><c>legacy</c> or <c>uefi</c>.</summary>
    public string? BootMode { get; init; }

    /// <summary>The disk's size in bytes.</summary>
    public long? Size { get; init; }

    public bool? SshKeyEnabled { get; init; }

    public bool? PasswordEnabled { get; init; }

    public Visibility Visibility { get; init; }

    /// <summary>Where the image came from; only on private templates.</summary>
    public string? Url { get; init; }

    public DateTimeOffset? CreatedAt { get; init; }
}
