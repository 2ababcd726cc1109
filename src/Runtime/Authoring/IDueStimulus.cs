namespace Masterplan.Runtime.Authoring;

/// <summary>The stimulus of a bookmark that the clock resumes.</summary>
internal interface IDueStimulus
{
    DateTimeOffset DueAt { get; }
}
