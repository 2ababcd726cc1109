namespace Masterplan.Exoscale.Templates;

/// <summary>A template to register.</summary>
/// <param name="Name">1 to 255 characters; need not be unique.</param>
/// <param name="Url">A public http(s) address of an uncompressed QCOW2 image of at least 10 GiB virtual size.</param>
/// <param name="Checksum">The MD5 of that file, in hexadecimal.</param>
public sealed record NewTemplate(string Name, string Url, string Checksum)
{
    /// <summary>Whether SSH keys are put into the instance; default true.</summary>
    public bool SshKeyEnabled { get; init; } = true;

    /// <summary>Whether a password is set in the instance; default false.</summary>
    public bool PasswordEnabled { get; init; }

    /// <summary>The SSH login, <c>core</c> for Flatcar; none when unset.</summary>
    public string? DefaultUser { get; init; }

    /// <summary><c>legacy</c> (the API's default when unset) or <c>uefi</c>.</summary>
    public string? BootMode { get; init; }

    public string? Version { get; init; }

    public string? Build { get; init; }

    public string? Maintainer { get; init; }

    public string? Description { get; init; }
}
