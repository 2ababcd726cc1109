namespace Masterplan.Runtime.Store;

/// <summary>An event on its way to the bookmarks that wait for it.</summary>
internal sealed record PublishedEvent(string BookmarkName, string Hash, string? CorrelationId, string? InstanceId, string Input);
