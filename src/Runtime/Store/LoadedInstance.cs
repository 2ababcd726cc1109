namespace Masterplan.Runtime.Store;

/// <summary>An instance as it lies in the store, with everything that it waits for.</summary>
internal sealed record LoadedInstance(InstanceRow Row, IReadOnlyList<InstancePart> Parts, IReadOnlyList<BookmarkRow> Bookmarks, IReadOnlyList<WorkItemRow> WorkItems);
