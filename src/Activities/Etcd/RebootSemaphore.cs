using System.Text.Json;
using System.Text.Json.Serialization;

namespace Masterplan.Activities.Etcd;

/// <summary>
/// locksmith's semaphore: how many nodes of a cluster may be rebooting at once, and which are. Key and JSON are those of
/// flatcar/locksmith (lock/semaphore.go, and its pull request 12 for etcd v3), so that locksmithctl and a later locksmithd agree with us.
/// </summary>
public sealed record RebootSemaphore
{
    /// <summary>Without a leading slash.</summary>
    public const string Key = "coreos.com/updateengine/rebootlock/semaphore";

    /// <summary>How many more may be taken.</summary>
    [JsonPropertyName("semaphore")]
    public int Free { get; init; } = 1;

    [JsonPropertyName("max")]
    public int Max { get; init; } = 1;

    /// <summary>Machine ids, sorted; null before the first was taken.</summary>
    [JsonPropertyName("holders")]
    public IReadOnlyList<string>? Holders { get; init; }

    public static RebootSemaphore Parse(string json) =>
        JsonSerializer.Deserialize<RebootSemaphore>(json) ?? throw new JsonException("null is no semaphore.");

    public bool IsHeldBy(string machineId) => Holders?.Contains(machineId, StringComparer.Ordinal) == true;

    /// <summary>With one more holder; null when none is free.</summary>
    public RebootSemaphore? TakenBy(string machineId) => Free <= 0 ? null : this with { Free = Free - 1, Holders = [.. (Holders ?? []).Append(machineId).Order(StringComparer.Ordinal)] };

    /// <summary>Without a holder, who must be one.</summary>
    public RebootSemaphore ReleasedBy(string machineId) => this with { Free = Free + 1, Holders = [.. (Holders ?? []).Where(holder => holder != machineId)] };

    public string ToJson() => JsonSerializer.Serialize(this);
}
