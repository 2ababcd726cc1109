using System.Text.Json.Nodes;
using Masterplan.Rehearsal.Kubernetes.Api;
using Masterplan.Rehearsal.Kubernetes.Objects;
using Masterplan.Rehearsal.Nodes.Etcd;

namespace Masterplan.StandIns.Etcd;

/// <summary>The keys below /registry/ of a real etcd, followed by a watch. A write compares the revision that was seen here, so that API servers side by side lose nothing.</summary>
internal sealed class EtcdKeyspace(EtcdClient etcd, CancellationToken stop) : IKeyspace
{
    private const string Prefix = "/registry/";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private readonly Dictionary<string, KeyValue> keys = new(StringComparer.Ordinal);
    private readonly Lock writing = new();
    private readonly object following = new();
    private Action<KeyChange> changed = _ => { };
    private long revision;
    private volatile bool answers = true;

    /// <summary>Whether a linearizable read worked a moment ago.</summary>
    public bool Answers => answers;

    public long Follow(Action<KeyValue> found, Action<KeyChange> changed)
    {
        this.changed = changed;
        var (at, all) = etcd.RangeAsync(Prefix, stop).GetAwaiter().GetResult();
        foreach (var key in all.Select(Read))
        {
            keys[key.Key] = key;
            found(key);
        }

        return revision = at;
    }

    public KeyValue Put(string key, byte[] value)
    {
        Commit(key, new JsonObject { ["request_put"] = new JsonObject { ["key"] = EtcdClient.Encode(key), ["value"] = Convert.ToBase64String(value) } });
        lock (following)
        {
            return keys.GetValueOrDefault(key) ?? throw new StaleKeyException(key);
        }
    }

    public bool Delete(string key)
    {
        lock (following)
        {
            if (!keys.ContainsKey(key))
                return false;
        }

        Commit(key, new JsonObject { ["request_delete_range"] = new JsonObject { ["key"] = EtcdClient.Encode(key) } });
        return true;
    }

    /// <summary>Follows the changes until the token ends it.</summary>
    public Task WatchAsync() => Loop.RunAsync("watch of etcd", TimeSpan.FromMilliseconds(200), async _ =>
    {
        await foreach (var answer in etcd.WatchAsync(Prefix, revision + 1, stop))
        {
            if (answer.Flag("canceled"))
                Environment.FailFast($"The watch was cancelled: {answer.ToJsonString()}");
            Take(answer);
        }
    }, stop);

    /// <summary>Asks again and again whether etcd has a quorum.</summary>
    public Task AskAsync() => Loop.RunAsync("etcd", TimeSpan.FromSeconds(1), async _ =>
    {
        try
        {
            await etcd.CallAsync("kv/range", new() { ["key"] = EtcdClient.Encode("health") }, stop);
            answers = true;
        }
        catch (HttpRequestException)
        {
            answers = false;
            throw;
        }
    }, stop);

    private void Commit(string key, JsonObject change)
    {
        lock (writing)
        {
            long seen;
            lock (following)
            {
                seen = keys.GetValueOrDefault(key)?.ModRevision ?? 0;
            }

            var compare = new JsonObject { ["key"] = EtcdClient.Encode(key), ["target"] = "MOD", ["result"] = "EQUAL", ["mod_revision"] = seen.ToString() };
            var answer = Ask(new() { ["compare"] = new JsonArray(compare), ["success"] = new JsonArray(change) });
            Await(long.Parse(answer.Text("header", "revision")!));
            if (!answer.Flag("succeeded"))
                throw new StaleKeyException(key);
        }
    }

    private JsonObject Ask(JsonObject transaction)
    {
        try
        {
            return etcd.CallAsync("kv/txn", transaction, stop).GetAwaiter().GetResult();
        }
        catch (HttpRequestException)
        {
            throw TimedOut();
        }
    }

    /// <summary>Returns once the watch has brought a revision here.</summary>
    private void Await(long wanted)
    {
        var until = TimeProvider.System.GetUtcNow() + Patience;
        lock (following)
        {
            while (revision < wanted)
            {
                if (until - TimeProvider.System.GetUtcNow() is var left && (left <= TimeSpan.Zero || !Monitor.Wait(following, left)))
                    throw TimedOut();
            }
        }
    }

    private static ApiException TimedOut() => new(500, "InternalError", "etcdserver: request timed out");

    private void Take(JsonObject answer)
    {
        lock (following)
        {
            foreach (var happened in answer.Items("events"))
            {
                var (key, isGone) = (Read((JsonObject)happened["kv"]!), happened.Text("type") == "DELETE");
                var before = keys.GetValueOrDefault(key.Key);
                if (isGone)
                    keys.Remove(key.Key);
                else
                    keys[key.Key] = key;
                changed(new(key.ModRevision, key.Key, before, isGone ? null : key));
            }

            revision = Math.Max(revision, long.Parse(answer.Text("header", "revision")!));
            Monitor.PulseAll(following);
        }
    }

    private static KeyValue Read(JsonObject key) => new(
        EtcdClient.Decode(key.Text("key")),
        Convert.FromBase64String(key.Text("value") ?? ""),
        long.Parse(key.Text("create_revision") ?? "0"),
        long.Parse(key.Text("mod_revision")!),
        long.Parse(key.Text("version") ?? "0"));
}
