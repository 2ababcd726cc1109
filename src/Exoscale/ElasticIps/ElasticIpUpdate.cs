namespace Masterplan.Exoscale.ElasticIps;

/// <summary>What to change about an elastic IP; what is null stays.</summary>
public sealed record ElasticIpUpdate
{
    public string? Description { get; init; }

    public HealthCheck? Healthcheck { get; init; }

    /// <summary>Replaces all labels.</summary>
    public IReadOnlyDictionary<string, string>? Labels { get; init; }
}
