namespace Masterplan.Runtime.Runs;

/// <summary>A line of the journal of a run or of something that it dispatched.</summary>
/// <param name="Position">Grows from line to line in the order in which they were stored, over all runs.</param>
/// <param name="InstanceId">The instance that wrote it.</param>
/// <param name="EventName">What happened.</param>
/// <param name="Message">What is to be said about it.</param>
/// <param name="ActivityInstanceId">The execution that it is about.</param>
/// <param name="ActivityId">The activity's id in its definition.</param>
/// <param name="ActivityType">The activity's type.</param>
/// <param name="DisplayName">The activity as people call it.</param>
/// <param name="Timestamp">When it happened.</param>
public sealed record JournalLine(
    long Position, string InstanceId, string EventName, string? Message, string ActivityInstanceId, string ActivityId, string ActivityType, string DisplayName, DateTimeOffset Timestamp);
