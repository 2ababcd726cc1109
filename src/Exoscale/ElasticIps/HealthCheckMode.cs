namespace Masterplan.Exoscale.ElasticIps;

/// <summary>What a health check does.</summary>
public enum HealthCheckMode
{
    Unknown,
    Tcp,
    Http,
    Https,
}
