using System.Globalization;
using Masterplan.Activities.Clusters;

namespace Masterplan.Host.Composition;

/// <summary>
/// The calendar that schedules, windows, deadlines and records are told by: the machine's clock, or one that is ahead of it by a fixed time, so that a maintenance
/// window need not be waited for where the cloud is a simulated one. Timers and measured times are the machine's. What others judge stays real: signatures of requests, and certificates.
/// </summary>
internal sealed class HostClock : TimeProvider
{
    /// <summary>How far ahead, as [days.]hours:minutes:seconds.</summary>
    public const string Setting = "MASTERPLAN_CLOCK_SHIFT";

    private readonly TimeSpan shift;

    private HostClock(TimeSpan shift) => this.shift = shift;

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + shift;

    /// <summary>The clock of a host.</summary>
    /// <param name="shift">The setting; unset for the machine's clock.</param>
    /// <param name="isShared">Whether other hosts work on the same runs: they tell each other's leases by their clocks.</param>
    /// <param name="cloud">The cloud; null for a host that only reads.</param>
    /// <exception cref="ConfigurationException">The setting makes no sense, or has no place here.</exception>
    public static TimeProvider Choose(string? shift, bool isShared, CloudChoice? cloud)
    {
        if (shift is null)
            return System;
        var faults = new List<string>();
        if (!TimeSpan.TryParseExact(shift, "c", CultureInfo.InvariantCulture, out var ahead) || ahead < TimeSpan.Zero)
            faults.Add($"'{shift}' is no time such as 1.06:30:00 (a day, six hours and a half).");
        if (isShared)
            faults.Add("Hosts that share a database tell each other's leases by their clocks: leave it out.");
        if (cloud is not null && !IsSimulated(cloud))
            faults.Add("It is for rehearsals, and for simulated clouds whose EXOSCALE_API_ENDPOINT is an address and plain http. On a real cloud, wait for the window or use `maintenance --now`.");
        return faults.Count == 0 ? new HostClock(ahead) : throw new ConfigurationException($"The setting {Setting}", [.. faults.Select(fault => new ConfigurationFault("", fault))]);
    }

    private static bool IsSimulated(CloudChoice cloud) =>
        cloud.IsRehearsal || cloud.Endpoint is { Scheme: "http", HostNameType: UriHostNameType.IPv4 or UriHostNameType.IPv6 };
}
