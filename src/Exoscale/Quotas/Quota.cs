using System.Text.Json.Serialization;

namespace Masterplan.Exoscale.Quotas;

/// <summary>The limit of one kind of resource.</summary>
/// <param name="Resource">The kind, such as <c>instance</c> or <c>elastic-ip</c>.</param>
/// <param name="Usage">How many there are.</param>
/// <param name="Limit">How many there may be; -1 is unlimited.</param>
public sealed record Quota(string Resource, long Usage, long Limit)
{
    /// <summary>How many more can be made; <see cref="long.MaxValue"/> when unlimited.</summary>
    [JsonIgnore]
    public long Free => Limit < 0 ? long.MaxValue : Math.Max(0, Limit - Usage);
}
