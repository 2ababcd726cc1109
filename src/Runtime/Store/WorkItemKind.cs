namespace Masterplan.Runtime.Store;

internal enum WorkItemKind
{
    /// <summary>Resume the bookmark <c>TargetId</c>.</summary>
    ResumeBookmark,

    /// <summary>A dispatched workflow has ended; resume the activity execution <c>TargetId</c>.</summary>
    ChildEnded,

    /// <summary>Run the activity of incident <c>TargetId</c> again, or of all open ones.</summary>
    Retry,

    /// <summary>Complete the activity of incident <c>TargetId</c>, or of all open ones.</summary>
    Skip,

    Cancel,

    Pause,

    Resume,
}
