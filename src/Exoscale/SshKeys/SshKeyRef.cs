namespace Masterplan.Exoscale.SshKeys;

/// <summary>An SSH key named in an instance.</summary>
/// <param name="Name">The key's name.</param>
public sealed record SshKeyRef(string Name);
