using System.Collections.Concurrent;

namespace Masterplan.Host.Access;

/// <summary>Counts failed logins by name and by address, and says when there were too many.</summary>
internal sealed class FailedLogins(TimeProvider clock)
{
    private const int Allowed = 10;
    private const int MostKept = 10_000;
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(5);
    private readonly ConcurrentDictionary<string, Count> counts = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>How long to wait before the next try; null if one is free.</summary>
    public TimeSpan? Wait(string name, string address)
    {
        var now = clock.GetUtcNow();
        var waits = Keys(name, address).Select(key => counts.TryGetValue(key, out var count) && count.Failures >= Allowed ? count.Since + Window - now : TimeSpan.Zero).Max();
        return waits > TimeSpan.Zero ? waits : null;
    }

    public void Failed(string name, string address)
    {
        var now = clock.GetUtcNow();
        if (counts.Count > MostKept)
            foreach (var old in counts.Where(pair => pair.Value.Since + Window < now).ToList())
                counts.TryRemove(old);
        foreach (var key in Keys(name, address))
            counts.AddOrUpdate(key, new Count(1, now), (_, count) => count.Since + Window < now ? new Count(1, now) : count with { Failures = count.Failures + 1 });
    }

    private static string[] Keys(string name, string address) => [$"name {name}", $"address {address}"];

    private sealed record Count(int Failures, DateTimeOffset Since);
}
