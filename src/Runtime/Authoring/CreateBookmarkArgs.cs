namespace Masterplan.Runtime.Authoring;

/// <summary>How a bookmark is to be made.</summary>
public class CreateBookmarkArgs
{
    /// <summary>Unset means a new id.</summary>
    public string? BookmarkId { get; set; }

    /// <summary>What it waits for; its hash is the key under which it is found. A <see cref="DelayPayload"/> makes it due at that time.</summary>
    public object? Stimulus { get; set; }

    public ExecuteActivityDelegate? Callback { get; set; }

    /// <summary>Unset means the activity's type name.</summary>
    public string? BookmarkName { get; set; }

    /// <summary>True removes it once used.</summary>
    public bool AutoBurn { get; set; } = true;

    public bool IncludeActivityInstanceId { get; set; }

    /// <summary>True completes the activity on resumption when there is no callback.</summary>
    public bool AutoComplete { get; set; } = true;

    public IDictionary<string, string>? Metadata { get; set; }
}
