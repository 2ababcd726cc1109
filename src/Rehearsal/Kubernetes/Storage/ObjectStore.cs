using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Masterplan.Rehearsal.Kubernetes.Objects;
using Masterplan.Rehearsal.Nodes.Etcd;

namespace Masterplan.Rehearsal.Kubernetes.Storage;

/// <summary>The objects of one cluster in its etcd, parsed once, with a short history for watches.</summary>
public sealed class ObjectStore
{
    private const int HistoryKept = 5000;
    private readonly Lock gate = new();
    private readonly IKeyspace keys;
    private readonly SortedDictionary<string, SortedDictionary<string, StoredObject>> byType = new(StringComparer.Ordinal);
    private readonly Queue<StoreEvent> history = new();
    private readonly Dictionary<Channel<StoreEvent>, string> watchers = [];
    private long historyBegins;
    private long seen;

    public ObjectStore(IKeyspace keys)
    {
        this.keys = keys;
        historyBegins = seen = keys.Follow(Found, Follow);
    }

    /// <summary>Called in order for each change; hand over and return.</summary>
    public event Action<StoreEvent>? Changed;

    /// <summary>The last revision that is seen here: a list taken after reading this holds at least all up to it.</summary>
    public long Revision => Interlocked.Read(ref seen);

    public StoredObject? Get(string key)
    {
        lock (gate)
        {
            return byType.GetValueOrDefault(TypeOf(key))?.GetValueOrDefault(key);
        }
    }

    public IReadOnlyList<StoredObject> List(string prefix)
    {
        lock (gate)
        {
            if (byType.GetValueOrDefault(TypeOf(prefix)) is not { } objects)
                return [];
            return TypeOf(prefix) == prefix ? [.. objects.Values] : [.. objects.Values.Where(o => o.Key.StartsWith(prefix, StringComparison.Ordinal))];
        }
    }

    public StoredObject Put(string key, JsonObject value)
    {
        var bare = value.Clone();
        (bare["metadata"] as JsonObject)?.Remove("resourceVersion");
        keys.Put(key, JsonSerializer.SerializeToUtf8Bytes(bare));
        return Get(key)!;
    }

    public bool Delete(string key) => keys.Delete(key);

    /// <summary>The changes under a prefix after a revision, then those to come; null when the revision is too old to know.</summary>
    public ChannelReader<StoreEvent>? Watch(string prefix, long after, CancellationToken cancellationToken)
    {
        var channel = Channel.CreateUnbounded<StoreEvent>();
        lock (gate)
        {
            if (after < historyBegins)
                return null;
            foreach (var past in history.Where(e => e.Revision > after && e.Key.StartsWith(prefix, StringComparison.Ordinal)))
                channel.Writer.TryWrite(past);
            watchers[channel] = prefix;
        }

        cancellationToken.Register(() =>
        {
            lock (gate)
            {
                watchers.Remove(channel);
            }

            channel.Writer.TryComplete();
        });
        return channel.Reader;
    }

    private static string TypeOf(string key)
    {
        var slash = key.IndexOf('/', "/registry/".Length);
        return key[..(key.IndexOf('/', slash + 1) + 1)];
    }

    private static StoredObject Parse(KeyValue key)
    {
        var value = (JsonObject)JsonNode.Parse(Encoding.UTF8.GetString(key.Value))!;
        value.Make("metadata")["resourceVersion"] = key.ModRevision.ToString();
        value.Settle();
        return new StoredObject(key.Key, key.ModRevision, value);
    }

    private void Found(KeyValue key)
    {
        if (key.Key.StartsWith("/registry/", StringComparison.Ordinal))
            Keep(Parse(key));
    }

    private void Keep(StoredObject stored)
    {
        if (!byType.TryGetValue(TypeOf(stored.Key), out var objects))
            byType[TypeOf(stored.Key)] = objects = new SortedDictionary<string, StoredObject>(StringComparer.Ordinal);
        objects[stored.Key] = stored;
    }

    private void Follow(KeyChange change)
    {
        if (!change.Key.StartsWith("/registry/", StringComparison.Ordinal))
        {
            Interlocked.Exchange(ref seen, change.Revision);
            return;
        }

        StoreEvent happened;
        lock (gate)
        {
            var before = byType.GetValueOrDefault(TypeOf(change.Key))?.GetValueOrDefault(change.Key);
            var after = change.After is { } value ? Parse(value) : null;
            if (after is not null)
                Keep(after);
            else
                byType.GetValueOrDefault(TypeOf(change.Key))?.Remove(change.Key);
            Interlocked.Exchange(ref seen, change.Revision);
            happened = new StoreEvent(change.Revision, change.Key, before, after);
            history.Enqueue(happened);
            while (history.Count > HistoryKept)
                historyBegins = history.Dequeue().Revision;
            foreach (var (channel, prefix) in watchers)
            {
                if (change.Key.StartsWith(prefix, StringComparison.Ordinal))
                    channel.Writer.TryWrite(happened);
            }
        }

        Changed?.Invoke(happened);
    }
}
