namespace Masterplan.Rehearsal.Cloud.State;

internal sealed record InstanceRecord(Guid Id, string Name, string State, DateTimeOffset CreatedAt)
{
    public Guid TypeId { get; init; }

    public Guid TemplateId { get; init; }

    public int DiskSize { get; init; }

    /// <summary>The address it is going to have; shown once the instance has been created.</summary>
    public required string Address { get; init; }

    public bool HasAddress { get; init; }

    /// <summary>Whether it has ever been switched on.</summary>
    public bool HasMachine { get; init; }

    public required string MacAddress { get; init; }

    public string PublicIpAssignment { get; init; } = "inet4";

    public bool AutoStart { get; init; } = true;

    public bool IsProtected { get; init; }

    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    public IReadOnlyList<Guid> SecurityGroups { get; init; } = [];

    public IReadOnlyList<Guid> AntiAffinityGroups { get; init; } = [];

    public IReadOnlyList<Guid> ElasticIps { get; init; } = [];

    public IReadOnlyList<string> SshKeys { get; init; } = [];
}
