using Masterplan.Runtime.Activities.Http;
using Masterplan.Runtime.Json;
using Masterplan.Runtime.Store;
using Microsoft.EntityFrameworkCore;

namespace Masterplan.Runtime.Triggers;

/// <summary>Reads triggers and bookmarks of HttpEndpoint.</summary>
internal sealed class HttpWaits(RuntimeStore store) : IHttpWaits
{
    public async Task<IReadOnlyList<HttpStart>> StartsAsync(CancellationToken cancellationToken = default)
    {
        await using var context = store.Read();
        var triggers = await context.Triggers.AsNoTracking().Where(trigger => trigger.Name == HttpEndpoint.TypeName).OrderBy(trigger => trigger.DefinitionId).ToListAsync(cancellationToken);
        return triggers.ConvertAll(trigger => new HttpStart(trigger.DefinitionId, trigger.DefinitionVersionId, trigger.ActivityId, RuntimeJson.Deserialize<HttpEndpointStimulus>(trigger.Payload!)!));
    }

    public async Task<IReadOnlyList<HttpWait>> WaitsAsync(string? instanceId = null, string? correlationId = null, CancellationToken cancellationToken = default)
    {
        await using var context = store.Read();
        // The name stands here as a constant, so that the index of these bookmarks alone is used.
        var bookmarks = context.Bookmarks.AsNoTracking().Where(bookmark => bookmark.Name == "Elsa.HttpEndpoint");
        if (instanceId is not null)
            bookmarks = bookmarks.Where(bookmark => bookmark.InstanceId == instanceId);
        if (correlationId is not null)
            bookmarks = bookmarks.Where(bookmark => context.Instances.Any(instance => instance.Id == bookmark.InstanceId && instance.CorrelationId == correlationId));
        var waits = await bookmarks.GroupBy(bookmark => new { bookmark.Hash, bookmark.Payload })
            .Select(group => new { group.Key.Payload, Bookmark = group.Min(bookmark => bookmark.Id), Instance = group.Min(bookmark => bookmark.InstanceId), Runs = group.Count() })
            .ToListAsync(cancellationToken);
        return waits.ConvertAll(wait => new HttpWait(wait.Bookmark!, wait.Instance!, wait.Runs, RuntimeJson.Deserialize<HttpEndpointStimulus>(wait.Payload!)!));
    }
}
