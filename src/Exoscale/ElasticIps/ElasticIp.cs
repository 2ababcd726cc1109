using System.Text.Json.Serialization;

namespace Masterplan.Exoscale.ElasticIps;

/// <summary>A reserved address.</summary>
public sealed record ElasticIp
{
    public Guid Id { get; init; }

    /// <summary>Null while it is being created.</summary>
    public string? Ip { get; init; }

    /// <summary><c>inet4</c> or <c>inet6</c>.</summary>
    [JsonPropertyName("addressfamily")]
    public string? AddressFamily { get; init; }

    public string? Description { get; init; }

    /// <summary>Present on managed ones.</summary>
    public HealthCheck? Healthcheck { get; init; }

    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();
}
