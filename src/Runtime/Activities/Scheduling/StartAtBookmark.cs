using Masterplan.Runtime.Authoring;

namespace Masterplan.Runtime.Activities.Scheduling;

/// <summary>What a StartAt inside of a workflow waits for.</summary>
internal sealed record StartAtBookmark(DateTimeOffset ExecuteAt) : IDueStimulus
{
    DateTimeOffset IDueStimulus.DueAt => ExecuteAt;
}
