using Microsoft.EntityFrameworkCore;

namespace Masterplan.Runtime.Store;

/// <summary>The reads of the hot path, compiled once for a database.</summary>
internal sealed class QueueQueries
{
    public Func<RuntimeDbContext, string, Task<InstanceRow?>> Instance { get; } = EF.CompileAsyncQuery(
        (RuntimeDbContext context, string id) => context.Instances.AsNoTracking().FirstOrDefault(row => row.Id == id));

    public Func<RuntimeDbContext, string, IAsyncEnumerable<InstancePart>> Parts { get; } = EF.CompileAsyncQuery(
        (RuntimeDbContext context, string id) => context.Parts.AsNoTracking().Where(part => part.InstanceId == id));

    public Func<RuntimeDbContext, string, IAsyncEnumerable<BookmarkRow>> Bookmarks { get; } = EF.CompileAsyncQuery(
        (RuntimeDbContext context, string id) => context.Bookmarks.AsNoTracking().Where(bookmark => bookmark.InstanceId == id));

    public Func<RuntimeDbContext, string, IAsyncEnumerable<WorkItemRow>> WorkItems { get; } = EF.CompileAsyncQuery(
        (RuntimeDbContext context, string id) => context.WorkItems.AsNoTracking().Where(item => item.InstanceId == id).OrderBy(item => item.CreatedAt).ThenBy(item => item.Id).AsQueryable());

    /// <summary>The bookmarks that are due, the earliest first: skip so many, take so many.</summary>
    public Func<RuntimeDbContext, DateTimeOffset, int, int, IAsyncEnumerable<DueBookmark>> Due { get; } = EF.CompileAsyncQuery(
        (RuntimeDbContext context, DateTimeOffset now, int skip, int take) => context.Bookmarks.Where(bookmark => bookmark.DueAt != null && bookmark.DueAt <= now)
            .OrderBy(bookmark => bookmark.DueAt).Skip(skip).Take(take).Select(bookmark => new DueBookmark(bookmark.Id, bookmark.InstanceId)));

    public Func<RuntimeDbContext, DateTimeOffset, Task<DateTimeOffset?>> NextDue { get; } = EF.CompileAsyncQuery(
        (RuntimeDbContext context, DateTimeOffset now) => context.Bookmarks.Where(bookmark => bookmark.DueAt != null && bookmark.DueAt > now).Min(bookmark => bookmark.DueAt));

    /// <summary>The same where there are many hosts: of the instances that this one executed last.</summary>
    public Func<RuntimeDbContext, string, DateTimeOffset, int, int, IAsyncEnumerable<DueBookmark>> OwnDue { get; } = EF.CompileAsyncQuery(
        (RuntimeDbContext context, string host, DateTimeOffset now, int skip, int take) => context.Bookmarks
            .Where(bookmark => bookmark.DueAt != null && bookmark.DueAt <= now && context.Instances.Any(instance => instance.Id == bookmark.InstanceId && instance.LeaseOwner == host))
            .OrderBy(bookmark => bookmark.DueAt).Skip(skip).Take(take).Select(bookmark => new DueBookmark(bookmark.Id, bookmark.InstanceId)));

    public Func<RuntimeDbContext, string, DateTimeOffset, Task<DateTimeOffset?>> NextOwnDue { get; } = EF.CompileAsyncQuery(
        (RuntimeDbContext context, string host, DateTimeOffset now) => context.Bookmarks
            .Where(bookmark => bookmark.DueAt != null && bookmark.DueAt > now && context.Instances.Any(instance => instance.Id == bookmark.InstanceId && instance.LeaseOwner == host))
            .OrderBy(bookmark => bookmark.DueAt).Select(bookmark => bookmark.DueAt).FirstOrDefault());

    /// <summary>The triggers that are due, the earliest first.</summary>
    public Func<RuntimeDbContext, DateTimeOffset, int, IAsyncEnumerable<TriggerRow>> DueTriggers { get; } = EF.CompileAsyncQuery(
        (RuntimeDbContext context, DateTimeOffset now, int take) => context.Triggers.AsNoTracking().Where(trigger => trigger.DueAt != null && trigger.DueAt <= now)
            .OrderBy(trigger => trigger.DueAt).Take(take).AsQueryable());

    public Func<RuntimeDbContext, Task<DateTimeOffset?>> NextDueTrigger { get; } = EF.CompileAsyncQuery(
        (RuntimeDbContext context) => context.Triggers.Where(trigger => trigger.DueAt != null).Min(trigger => trigger.DueAt));
}
