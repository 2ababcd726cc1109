using System.Text.Json.Serialization;

namespace Masterplan.Exoscale.ElasticIps;

/// <summary>An elastic IP to reserve.</summary>
public sealed record NewElasticIp
{
    /// <summary><c>inet4</c> (the API's default when unset) or <c>inet6</c>.</summary>
    [JsonPropertyName("addressfamily")]
    public string? AddressFamily { get; init; }

    /// <summary>At most 255 characters.</summary>
    public string? Description { get; init; }

    /// <summary>Makes it a managed one; an instance has to carry the address itself when unset.</summary>
    public HealthCheck? Healthcheck { get; init; }

    public IReadOnlyDictionary<string, string>? Labels { get; init; }
}
