namespace Masterplan.Runtime.Authoring;

/// <summary>A point at which an instance waits: durable, found by name and hash, or due at a time.</summary>
public class Bookmark
{
    public Bookmark()
    {
    }

    public Bookmark(
        string id,
        string name,
        string hash,
        object? payload,
        string activityId,
        string activityNodeId,
        string? activityInstanceId,
        DateTimeOffset createdAt,
        bool autoBurn = true,
        string? callbackMethodName = null,
        bool autoComplete = true,
        IDictionary<string, string>? metadata = null)
    {
        Id = id;
        Name = name;
        Hash = hash;
        Payload = payload;
        ActivityId = activityId;
        ActivityNodeId = activityNodeId;
        ActivityInstanceId = activityInstanceId;
        CreatedAt = createdAt;
        AutoBurn = autoBurn;
        CallbackMethodName = callbackMethodName;
        AutoComplete = autoComplete;
        Metadata = metadata;
    }

    public string Id { get; set; } = "";

    public string Name { get; set; } = "";

    public string Hash { get; set; } = "";

    public object? Payload { get; set; }

    public string ActivityId { get; set; } = "";

    public string ActivityNodeId { get; set; } = "";

    public string? ActivityInstanceId { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public bool AutoBurn { get; set; } = true;

    public string? CallbackMethodName { get; set; }

    public bool AutoComplete { get; set; } = true;

    public IDictionary<string, string>? Metadata { get; set; }

    /// <summary>Unset for a bookmark that no clock resumes.</summary>
    public DateTimeOffset? DueAt { get; set; }
}
