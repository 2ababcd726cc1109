using Cronos;

namespace Masterplan.Runtime.Activities.Scheduling;

/// <summary>The times of a cron expression in a time zone. Where the clock is put forward, a time that is left out counts as the next one that there is;
/// where it is put back, a time that comes twice counts once, unless the expression names an interval.</summary>
internal sealed record CronStimulus(string CronExpression, string? TimeZone) : ISchedule
{
    private const int FieldsWithSeconds = 6;

    public DateTimeOffset? First(DateTimeOffset now) => Parse(CronExpression).GetNextOccurrence(now, Zone(TimeZone));

    public DateTimeOffset? Next(DateTimeOffset due, DateTimeOffset now) => First(now > due ? now : due);

    /// <summary>Five fields, or six that begin with seconds. Anything else: <see cref="FormatException"/>.</summary>
    public static CronExpression Parse(string text)
    {
        try
        {
            var fields = text.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Length;
            return Cronos.CronExpression.Parse(text, fields == FieldsWithSeconds ? CronFormat.IncludeSeconds : CronFormat.Standard);
        }
        catch (CronFormatException e)
        {
            throw new FormatException($"'{text}' is not a cron expression of five fields, or of six that begin with seconds: {e.Message}", e);
        }
    }

    /// <summary>The zone of an IANA id; unset means UTC. Unknown: <see cref="FormatException"/>.</summary>
    public static TimeZoneInfo Zone(string? id)
    {
        if (string.IsNullOrWhiteSpace(id))
            return TimeZoneInfo.Utc;
        return TimeZoneInfo.TryFindSystemTimeZoneById(id.Trim(), out var zone)
            ? zone
            : throw new FormatException($"'{id}' is no time zone that this machine knows. Write an IANA id such as 'Europe/Zurich'; the zones come with the package tzdata.");
    }
}
