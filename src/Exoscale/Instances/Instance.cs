using Masterplan.Exoscale.ElasticIps;
using Masterplan.Exoscale.SshKeys;

namespace Masterplan.Exoscale.Instances;

/// <summary>A compute instance. Members that a list leaves out are empty or null there.</summary>
public sealed record Instance
{
    /// <summary>Its id, and the SMBIOS system UUID inside the machine.</summary>
    public Guid Id { get; init; }

    public string Name { get; init; } = "";

    public InstanceState State { get; init; }

    public DateTimeOffset? CreatedAt { get; init; }

    public ResourceRef? InstanceType { get; init; }

    public ResourceRef? Template { get; init; }

    /// <summary>Null while none is assigned, and for instances without one.</summary>
    public string? PublicIp { get; init; }

    public string? Ipv6Address { get; init; }

    public string? MacAddress { get; init; }

    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    public IReadOnlyList<ResourceRef> SecurityGroups { get; init; } = [];

    /// <summary>Not in lists.</summary>
    public IReadOnlyList<ResourceRef> AntiAffinityGroups { get; init; } = [];

    /// <summary>Not in lists.</summary>
    public IReadOnlyList<ElasticIpRef> ElasticIps { get; init; } = [];

    public IReadOnlyList<SshKeyRef> SshKeys { get; init; } = [];

    /// <summary>In GiB; not in lists.</summary>
    public int? DiskSize { get; init; }

    /// <summary>Base64, as it was stored; not in lists.</summary>
    public string? UserData { get; init; }
}
