namespace Masterplan.Exoscale.ElasticIps;

/// <summary>How a managed elastic IP finds out which of its instances are healthy. All times are whole seconds on the wire.</summary>
public sealed record HealthCheck
{
    public required HealthCheckMode Mode { get; init; }

    /// <summary>1 to 65535.</summary>
    public required int Port { get; init; }

    /// <summary>Seconds between two checks, 5 to 300; the API's default when null is 10.</summary>
    public int? Interval { get; init; }

    /// <summary>Seconds until a check has failed, 2 to 60; the API's default when null is 2.</summary>
    public int? Timeout { get; init; }

    /// <summary>Successes in a row that make it healthy, 1 to 20; the API's default when null is 2.</summary>
    public int? StrikesOk { get; init; }

    /// <summary>Failures in a row that make it unhealthy, 1 to 20; the API's default when null is 3.</summary>
    public int? StrikesFail { get; init; }

    /// <summary>The path asked for by http and https checks; redirects are not followed.</summary>
    public string? Uri { get; init; }

    public string? TlsSni { get; init; }

    public bool? TlsSkipVerify { get; init; }
}
