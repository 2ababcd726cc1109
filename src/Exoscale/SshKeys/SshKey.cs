namespace Masterplan.Exoscale.SshKeys;

/// <summary>A registered SSH key. The public key itself cannot be read back.</summary>
/// <param name="Name">Its name, which is its identity.</param>
/// <param name="Fingerprint">A fingerprint of the public key.</param>
public sealed record SshKey(string Name, string? Fingerprint);
