namespace Masterplan.Runtime.Store;

/// <summary>An event on its way to the bookmarks that wait for it and, if it starts any, to the workflows that begin with it.</summary>
internal sealed record PublishedEvent(string BookmarkName, string Hash, string? CorrelationId, string? InstanceId, string Input, bool Starts = false)
{
    /// <summary>What the event makes takes its ids from this one, so that a repeat makes nothing twice.</summary>
    public string Id { get; } = Guid.NewGuid().ToString("N");
}
