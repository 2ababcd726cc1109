using System.Globalization;
using Masterplan.Activities.Clusters.Planning;
using Masterplan.Activities.Clusters.Spec;

namespace Masterplan.Activities.Clusters.Maintenance;

/// <summary>One opening of a maintenance window: a pure function of spec and time.</summary>
/// <param name="Opens">The first instant in it.</param>
/// <param name="Closes">The first instant after it.</param>
public readonly record struct MaintenanceWindow(DateTimeOffset Opens, DateTimeOffset Closes)
{
    /// <summary>The window of a role that is open at an instant; null when none is.</summary>
    public static MaintenanceWindow? Open(MaintenanceSpec spec, NodeRole role, DateTimeOffset now) =>
        Around(spec, role, now).Where(window => window.Opens <= now && now < window.Closes).Cast<MaintenanceWindow?>().FirstOrDefault();

    /// <summary>The next window of a role that opens after an instant.</summary>
    public static MaintenanceWindow Next(MaintenanceSpec spec, NodeRole role, DateTimeOffset now) =>
        Around(spec, role, now).First(window => window.Opens > now);

    /// <summary>Whether something that takes so long would be over in time.</summary>
    public bool HasRoom(DateTimeOffset now, TimeSpan expected) => now >= Opens && now + expected <= Closes;

    /// <summary>The openings of the days about an instant, in order. A window may reach into the next day, and its length is real time, whatever the clocks do.</summary>
    private static IEnumerable<MaintenanceWindow> Around(MaintenanceSpec spec, NodeRole role, DateTimeOffset now)
    {
        var window = role == NodeRole.Master ? spec.Masters : spec.Workers;
        var zone = TimeZoneInfo.FindSystemTimeZoneById(spec.TimeZone);
        var start = TimeOnly.ParseExact(window.Start, "HH:mm", CultureInfo.InvariantCulture);
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, zone).DateTime);
        return from day in Enumerable.Range(-1, 4)
               let opens = Instant(today.AddDays(day).ToDateTime(start), zone)
               select new MaintenanceWindow(opens, opens.AddMinutes(window.Minutes));
    }

    /// <summary>A time that the clocks skip is the first one after the gap; one that comes twice is the first.</summary>
    private static DateTimeOffset Instant(DateTime local, TimeZoneInfo zone)
    {
        while (zone.IsInvalidTime(local))
            local = local.AddMinutes(1);
        return new(local, zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local).Max() : zone.GetUtcOffset(local));
    }
}
