namespace Masterplan.Rehearsal.Cloud.State;

internal sealed record ElasticIpRecord(Guid Id, string Address)
{
    public string? Description { get; init; }

    public HealthCheckRecord? HealthCheck { get; init; }

    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();
}
