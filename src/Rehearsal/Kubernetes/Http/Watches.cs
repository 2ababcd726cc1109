using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Masterplan.Rehearsal.Kubernetes.Api;
using Masterplan.Rehearsal.Kubernetes.Objects;
using Masterplan.Rehearsal.Kubernetes.Resources;
using Masterplan.Rehearsal.Kubernetes.Storage;
using Masterplan.Rehearsal.Kubernetes.Tables;
using Microsoft.AspNetCore.Http;

namespace Masterplan.Rehearsal.Kubernetes.Http;

/// <summary>WATCH: changes as they happen, one JSON object a line.</summary>
public sealed class Watches(ApiServer server)
{
    private ApiCluster Cluster => server.Cluster;

    public async Task Serve(HttpContext context, ResourceType type, string scope, string name)
    {
        var query = context.Request.Query;
        var labels = Selectors.Labels(query["labelSelector"]);
        var fields = Selectors.Fields(query["fieldSelector"]);
        bool Shown(JsonObject o) => labels(o) && fields(o) && (name.Length == 0 || o.Name() == name);
        var from = query["resourceVersion"].ToString();
        var sendsInitial = query["sendInitialEvents"].ToString() is "true" or "1" || from is "" or "0";
        var timeout = TimeSpan.FromSeconds(int.TryParse(query["timeoutSeconds"], out var seconds) && seconds > 0 ? seconds : 1800);
        using var until = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, server.Stopping);
        until.CancelAfter(timeout);
        var revision = Cluster.Store.Revision;
        var changes = Cluster.Store.Watch(type.KeyPrefix(scope), sendsInitial ? revision : long.Parse(from), until.Token);
        var writer = new Line(context, type, Cluster.World.Now);
        context.Response.ContentType = "application/json";
        if (changes is null)
        {
            await writer.Write("ERROR", new ApiException(410, "Expired", $"too old resource version: {from} ({revision})").ToStatus(), isObject: false).ConfigureAwait(false);
            return;
        }

        await context.Response.Body.FlushAsync(until.Token).ConfigureAwait(false);
        if (sendsInitial)
            await SendInitial(writer, type, scope, Shown, revision, query["allowWatchBookmarks"].ToString() is "true" or "1" && query.ContainsKey("sendInitialEvents")).ConfigureAwait(false);
        await Follow(changes, writer, type, Shown, query["allowWatchBookmarks"].ToString() is "true" or "1", until.Token).ConfigureAwait(false);
    }

    private async Task SendInitial(Line writer, ResourceType type, string scope, Func<JsonObject, bool> shown, long revision, bool marks)
    {
        foreach (var value in Cluster.Objects.List(type, scope).Where(shown))
            await writer.Write("ADDED", Heartbeats.Refresh(Cluster, type, value), isObject: true).ConfigureAwait(false);
        if (marks)
            await writer.Write("BOOKMARK", Bookmark(type, revision, initialEnd: true), isObject: false).ConfigureAwait(false);
    }

    private async Task Follow(ChannelReader<StoreEvent> changes, Line writer, ResourceType type, Func<JsonObject, bool> shown, bool bookmarks, CancellationToken until)
    {
        try
        {
            var wait = changes.WaitToReadAsync(until).AsTask();
            while (true)
            {
                var first = await Task.WhenAny(wait, Task.Delay(TimeSpan.FromSeconds(60), Cluster.World.Pace.Clock, until)).ConfigureAwait(false);
                if (first != wait)
                {
                    if (bookmarks && !until.IsCancellationRequested)
                        await writer.Write("BOOKMARK", Bookmark(type, Cluster.Store.Revision, initialEnd: false), isObject: false).ConfigureAwait(false);
                }
                else if (!await wait.ConfigureAwait(false))
                {
                    return;
                }

                while (changes.TryRead(out var change))
                    await Send(writer, type, change, shown).ConfigureAwait(false);
                if (wait.IsCompleted)
                    wait = changes.WaitToReadAsync(until).AsTask();
                until.ThrowIfCancellationRequested();
            }
        }
        catch (OperationCanceledException) when (until.IsCancellationRequested)
        {
            // The time that the client asked for is over.
        }
    }

    private async Task Send(Line writer, ResourceType type, StoreEvent change, Func<JsonObject, bool> shown)
    {
        var before = change.Before is not null && shown(change.Before.Value);
        if (change.After is { } after && shown(after.Value))
        {
            await writer.Write(before ? "MODIFIED" : "ADDED", Heartbeats.Refresh(Cluster, type, after.Value), isObject: true).ConfigureAwait(false);
        }
        else if (before)
        {
            var gone = change.Before!.Value.Clone();
            gone.Make("metadata")["resourceVersion"] = change.Revision.ToString();
            await writer.Write("DELETED", gone, isObject: true).ConfigureAwait(false);
        }
    }

    private static JsonObject Bookmark(ResourceType type, long revision, bool initialEnd)
    {
        var metadata = new JsonObject { ["resourceVersion"] = revision.ToString() };
        if (initialEnd)
            metadata["annotations"] = new JsonObject { ["k8s.io/initial-events-end"] = "true" };
        return new JsonObject { ["kind"] = type.Kind, ["apiVersion"] = type.ApiVersion, ["metadata"] = metadata };
    }

    private sealed class Line(HttpContext context, ResourceType type, DateTimeOffset now)
    {
        public async Task Write(string kind, JsonObject value, bool isObject)
        {
            if (isObject && Representation.WantsTable(context, out var include))
                value = new TablePrinter(now).Print(type, [value], new JsonObject { ["resourceVersion"] = value.Text("metadata", "resourceVersion") }, include);
            else if (isObject && Representation.WantsMetadataOnly(context))
                value = Representation.MetadataOnly(value);
            var line = JsonSerializer.SerializeToUtf8Bytes(new JsonObject { ["type"] = kind, ["object"] = value.Clone() });
            await context.Response.Body.WriteAsync((ReadOnlyMemory<byte>)(byte[])[.. line, (byte)'\n'], context.RequestAborted).ConfigureAwait(false);
            await context.Response.Body.FlushAsync(context.RequestAborted).ConfigureAwait(false);
        }
    }
}
