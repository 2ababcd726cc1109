using Masterplan.Runtime.Authoring;
using Masterplan.Runtime.Json;

namespace Masterplan.Runtime.Store;

/// <summary>A bookmark, as stored.</summary>
internal sealed class BookmarkRow
{
    public required string Id { get; init; }

    public required string InstanceId { get; init; }

    public required string Name { get; init; }

    public required string Hash { get; init; }

    public string? Payload { get; init; }

    public required string ActivityId { get; init; }

    public required string NodeId { get; init; }

    public required string ActivityInstanceId { get; init; }

    public string? CallbackMethodName { get; init; }

    public bool AutoBurn { get; init; }

    public bool AutoComplete { get; init; }

    public string? Metadata { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? DueAt { get; init; }

    public Bookmark ToBookmark() => new(
        Id,
        Name,
        Hash,
        Payload is null ? null : RuntimeJson.Deserialize<object>(Payload),
        ActivityId,
        NodeId,
        ActivityInstanceId,
        CreatedAt,
        AutoBurn,
        CallbackMethodName,
        AutoComplete,
        Metadata is null ? null : RuntimeJson.Deserialize<Dictionary<string, string>>(Metadata))
    {
        DueAt = DueAt,
    };
}
