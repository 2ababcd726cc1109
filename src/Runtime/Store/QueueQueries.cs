using Microsoft.EntityFrameworkCore;

namespace Masterplan.Runtime.Store;

/// <summary>The reads of the hot path, compiled once.</summary>
internal static class QueueQueries
{
    public static readonly Func<RuntimeDbContext, string, Task<InstanceRow?>> Instance = EF.CompileAsyncQuery(
        (RuntimeDbContext context, string id) => context.Instances.AsNoTracking().FirstOrDefault(row => row.Id == id));

    public static readonly Func<RuntimeDbContext, string, IAsyncEnumerable<InstancePart>> Parts = EF.CompileAsyncQuery(
        (RuntimeDbContext context, string id) => context.Parts.AsNoTracking().Where(part => part.InstanceId == id));

    public static readonly Func<RuntimeDbContext, string, IAsyncEnumerable<BookmarkRow>> Bookmarks = EF.CompileAsyncQuery(
        (RuntimeDbContext context, string id) => context.Bookmarks.AsNoTracking().Where(bookmark => bookmark.InstanceId == id));

    public static readonly Func<RuntimeDbContext, string, IAsyncEnumerable<WorkItemRow>> WorkItems = EF.CompileAsyncQuery(
        (RuntimeDbContext context, string id) => context.WorkItems.AsNoTracking().Where(item => item.InstanceId == id).OrderBy(item => item.CreatedAt).ThenBy(item => item.Id).AsQueryable());

    /// <summary>The instances that have something due, the earliest first: skip so many, take so many.</summary>
    public static readonly Func<RuntimeDbContext, DateTimeOffset, int, int, IAsyncEnumerable<string>> Due = EF.CompileAsyncQuery(
        (RuntimeDbContext context, DateTimeOffset now, int skip, int take) => context.Bookmarks.Where(bookmark => bookmark.DueAt != null && bookmark.DueAt <= now)
            .OrderBy(bookmark => bookmark.DueAt).Skip(skip).Take(take).Select(bookmark => bookmark.InstanceId));

    public static readonly Func<RuntimeDbContext, DateTimeOffset, Task<DateTimeOffset?>> NextDue = EF.CompileAsyncQuery(
        (RuntimeDbContext context, DateTimeOffset now) => context.Bookmarks.Where(bookmark => bookmark.DueAt != null && bookmark.DueAt > now).Min(bookmark => bookmark.DueAt));

    /// <summary>The triggers that are due, the earliest first.</summary>
    public static readonly Func<RuntimeDbContext, DateTimeOffset, int, IAsyncEnumerable<TriggerRow>> DueTriggers = EF.CompileAsyncQuery(
        (RuntimeDbContext context, DateTimeOffset now, int take) => context.Triggers.AsNoTracking().Where(trigger => trigger.DueAt != null && trigger.DueAt <= now)
            .OrderBy(trigger => trigger.DueAt).Take(take).AsQueryable());

    public static readonly Func<RuntimeDbContext, Task<DateTimeOffset?>> NextDueTrigger = EF.CompileAsyncQuery(
        (RuntimeDbContext context) => context.Triggers.Where(trigger => trigger.DueAt != null).Min(trigger => trigger.DueAt));
}
