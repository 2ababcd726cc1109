using System.Text.Json.Serialization;

namespace Masterplan.Exoscale.InstanceTypes;

/// <summary>A size that instances can have.</summary>
public sealed record InstanceType
{
    public Guid Id { get; init; }

    /// <summary>Such as <c>standard</c>, <c>cpu</c>, <c>memory</c>.</summary>
    public string Family { get; init; } = "";

    /// <summary>Such as <c>medium</c>.</summary>
    public string Size { get; init; } = "";

    /// <summary>Virtual CPUs.</summary>
    public int Cpus { get; init; }

    /// <summary>Memory in bytes.</summary>
    public long Memory { get; init; }

    /// <summary>GPUs; absent on the wire when there are none.</summary>
    public int Gpus { get; init; }

    /// <summary>Whether the organisation may use it.</summary>
    public bool Authorized { get; init; }

    /// <summary>The zones that have it.</summary>
    public IReadOnlyList<string> Zones { get; init; } = [];

    /// <summary>The name that people use: family and size, as in <c>standard.medium</c>.</summary>
    [JsonIgnore]
    public string Name => $"{Family}.{Size}";
}
