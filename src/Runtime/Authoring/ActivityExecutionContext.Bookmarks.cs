using Masterplan.Runtime.Execution;

namespace Masterplan.Runtime.Authoring;

/// <content>Waiting.</content>
public sealed partial class ActivityExecutionContext
{
    public Bookmark CreateBookmark(ExecuteActivityDelegate callback, IDictionary<string, string>? metadata = null) =>
        CreateBookmark(new CreateBookmarkArgs { Callback = callback, Metadata = metadata });

    public Bookmark CreateBookmark(object stimulus, ExecuteActivityDelegate? callback, bool includeActivityInstanceId = true, IDictionary<string, string>? customProperties = null) =>
        CreateBookmark(new CreateBookmarkArgs
        {
            Stimulus = stimulus,
            Callback = callback,
            IncludeActivityInstanceId = includeActivityInstanceId,
            Metadata = customProperties,
        });

    public Bookmark CreateBookmark(object stimulus, bool includeActivityInstanceId, IDictionary<string, string>? customProperties = null) =>
        CreateBookmark(stimulus, null, includeActivityInstanceId, customProperties);

    public Bookmark CreateBookmark(object stimulus, IDictionary<string, string>? metadata = null) =>
        CreateBookmark(new CreateBookmarkArgs { Stimulus = stimulus, Metadata = metadata });

    /// <summary>Makes the instance wait here, without thread or memory, until the bookmark is resumed.</summary>
    public Bookmark CreateBookmark(CreateBookmarkArgs? options = null)
    {
        options ??= new CreateBookmarkArgs();
        var name = options.BookmarkName ?? Activity.Type;
        var bookmark = new Bookmark(
            options.BookmarkId ?? WorkflowExecutionContext.IdentityGenerator.GenerateId(),
            name,
            BookmarkHash.Of(name, options.Stimulus, options.IncludeActivityInstanceId ? Id : null),
            options.Stimulus,
            Activity.Id,
            NodeId,
            Id,
            WorkflowExecutionContext.SystemClock.UtcNow,
            options.AutoBurn,
            options.Callback is null ? null : ActivityMethods.NameOf(options.Callback, Activity),
            options.AutoComplete,
            options.Metadata)
        {
            DueAt = (options.Stimulus as IDueStimulus)?.DueAt,
        };
        WorkflowExecutionContext.AddBookmark(bookmark);
        return bookmark;
    }

    public void CreateBookmarks(IEnumerable<object> payloads, ExecuteActivityDelegate? callback = null, bool includeActivityInstanceId = true, string? bookmarkName = null)
    {
        foreach (var payload in payloads)
            CreateBookmark(new CreateBookmarkArgs
            {
                Stimulus = payload,
                Callback = callback,
                IncludeActivityInstanceId = includeActivityInstanceId,
                BookmarkName = bookmarkName,
            });
    }

    public void ClearBookmarks() => WorkflowExecutionContext.RemoveBookmarks(bookmark => bookmark.ActivityInstanceId == Id);
}
