namespace Masterplan.Runtime.Authoring;

/// <summary>The stimulus of a bookmark that waits for an event.</summary>
internal sealed record EventStimulus(string EventName)
{
    public const string BookmarkName = "Elsa.Event";
    public const string InputKey = "EventPayload";
}
