namespace Masterplan.Runtime.Runs;

/// <summary>A step that could not be completed, and waits for a person: retry, skip or cancel.</summary>
public sealed record Incident
{
    public required string Id { get; init; }

    public required string InstanceId { get; init; }

    public required string RootInstanceId { get; init; }

    public required string ActivityInstanceId { get; init; }

    public required string ActivityId { get; init; }

    public required string NodeId { get; init; }

    public required string ActivityType { get; init; }

    public required string DisplayName { get; init; }

    public required string Message { get; init; }

    public required string ExceptionType { get; init; }

    public string? StackTrace { get; init; }

    public DateTimeOffset Timestamp { get; init; }

    public DateTimeOffset? ResolvedAt { get; init; }

    /// <summary><c>Retried</c>, <c>Skipped</c> or <c>Cancelled</c>; unset while open.</summary>
    public string? Resolution { get; init; }
}
