using System.Globalization;

namespace Masterplan.Host.Clusters;

/// <summary>How a cluster is backed up.</summary>
/// <param name="Last">The id of its newest backup; null if it has none.</param>
/// <param name="TakenAt">When that was taken.</param>
/// <param name="EveryHours">How old it may get before the schedule takes another; 0 if none does.</param>
/// <param name="OverdueHours">By how many hours the schedule is late; 0 while it is in time.</param>
internal sealed record BackupView(string? Last, DateTimeOffset? TakenAt, int EveryHours, double OverdueHours)
{
    /// <summary>A schedule that is late by less looks again soon.</summary>
    private const double Tolerance = 2;

    public bool IsLate => OverdueHours > Tolerance;

    /// <summary>In words.</summary>
    public string Tell() => (TakenAt is { } at ? $"last {at.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)} UTC" : "none yet")
        + (IsLate ? $", overdue by {OverdueHours.ToString("0", CultureInfo.InvariantCulture)} hours" : EveryHours == 0 ? ", not scheduled" : "");
}
