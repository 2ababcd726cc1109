using Masterplan.Runtime.Authoring;

namespace Masterplan.Runtime.Activities.Scheduling;

/// <summary>What a Timer inside of a workflow waits for.</summary>
internal sealed record TimerBookmark(DateTimeOffset ResumeAt) : IDueStimulus
{
    DateTimeOffset IDueStimulus.DueAt => ResumeAt;
}
