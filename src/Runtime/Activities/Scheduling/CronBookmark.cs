using Masterplan.Runtime.Authoring;

namespace Masterplan.Runtime.Activities.Scheduling;

/// <summary>What a Cron inside of a workflow waits for.</summary>
internal sealed record CronBookmark(DateTimeOffset ExecuteAt, string CronExpression, string? TimeZone) : IDueStimulus
{
    DateTimeOffset IDueStimulus.DueAt => ExecuteAt;
}
