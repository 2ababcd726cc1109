namespace Masterplan.Runtime.Store;

/// <summary>Something from outside that an instance is to take in: durable until the checkpoint that did so.</summary>
internal sealed class WorkItemRow
{
    public required string Id { get; init; }

    public required string InstanceId { get; init; }

    public WorkItemKind Kind { get; init; }

    /// <summary>A bookmark, an activity execution or an incident, by kind.</summary>
    public string? TargetId { get; init; }

    /// <summary>Input as JSON.</summary>
    public string? Payload { get; init; }

    public DateTimeOffset CreatedAt { get; init; }
}
