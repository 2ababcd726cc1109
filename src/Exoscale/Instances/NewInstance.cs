using Masterplan.Exoscale.SshKeys;

namespace Masterplan.Exoscale.Instances;

/// <summary>An instance to create.</summary>
public sealed record NewInstance
{
    /// <summary>The most characters of user data after base64 that the official tools send: 24,573 bytes before.</summary>
    public const int MaxUserDataLength = 32764;

    /// <summary>A host name: letters, digits and hyphens.</summary>
    public required string Name { get; init; }

    public required ResourceRef InstanceType { get; init; }

    public required ResourceRef Template { get; init; }

    /// <summary>In GiB, 10 to 51,200.</summary>
    public required int DiskSize { get; init; }

    public IReadOnlyList<SshKeyRef>? SshKeys { get; init; }

    /// <summary>None puts the instance into the group <c>default</c>.</summary>
    public IReadOnlyList<ResourceRef>? SecurityGroups { get; init; }

    /// <summary>Cannot be changed later.</summary>
    public IReadOnlyList<ResourceRef>? AntiAffinityGroups { get; init; }

    /// <summary>Base64, at most <see cref="MaxUserDataLength"/> characters. Any process on the instance can read it: never a secret.</summary>
    public string? UserData { get; init; }

    public IReadOnlyDictionary<string, string>? Labels { get; init; }

    /// <summary><c>inet4</c> (the API's default when unset), <c>dual</c> or <c>none</c>.</summary>
    public string? PublicIpAssignment { get; init; }

    /// <summary>Whether it starts once created; the API's default when unset is true.</summary>
    public bool? AutoStart { get; init; }
}
