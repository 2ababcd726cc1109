namespace Masterplan.Runtime.Runs;

/// <summary>An event that is published together with what it tells of.</summary>
/// <param name="EventName">The event; workflows that begin with it are started, activities that wait for it are resumed.</param>
/// <param name="Payload">What they are given, as an <c>Elsa.Event</c> activity's result.</param>
/// <param name="CorrelationId">The correlation id of the runs that it starts, and the only one of those that it resumes; unset means none and all.</param>
public sealed record RunAnnouncement(string EventName, object Payload, string? CorrelationId = null);
