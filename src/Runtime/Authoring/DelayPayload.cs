namespace Masterplan.Runtime.Authoring;

/// <summary>The stimulus of a bookmark that the clock resumes.</summary>
public sealed record DelayPayload(DateTimeOffset ResumeAt) : IDueStimulus
{
    DateTimeOffset IDueStimulus.DueAt => ResumeAt;
}
