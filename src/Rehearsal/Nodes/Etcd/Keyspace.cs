namespace Masterplan.Rehearsal.Nodes.Etcd;

/// <summary>
/// The keys of one etcd cluster, with revisions. Every change is appended to a journal before the call returns; a journal cut
/// short by a kill loses only what had not been answered.
/// </summary>
public sealed class Keyspace : IKeyspace, IDisposable
{
    private readonly Lock gate = new();
    private readonly SortedDictionary<string, KeyValue> keys = new(StringComparer.Ordinal);
    private readonly string file;
    private FileStream journal;

    public Keyspace(string folder)
    {
        Directory.CreateDirectory(folder);
        file = Path.Combine(folder, "keys.journal");
        journal = Load();
    }

    /// <summary>Called for each change, in order of revision, while the keyspace is locked: hand over and return.</summary>
    public event Action<KeyChange>? Changed;

    public long Revision { get; private set; } = 1;

    public long Size => journal.Length;

    public KeyValue? Get(string key)
    {
        lock (gate)
        {
            return keys.GetValueOrDefault(key);
        }
    }

    public IReadOnlyList<KeyValue> WithPrefix(string prefix)
    {
        lock (gate)
        {
            return [.. keys.Values.Where(k => k.Key.StartsWith(prefix, StringComparison.Ordinal))];
        }
    }

    public KeyValue Put(string key, byte[] value)
    {
        lock (gate)
        {
            var before = keys.GetValueOrDefault(key);
            var after = new KeyValue(key, value, before?.CreateRevision ?? Revision + 1, Revision + 1, (before?.Version ?? 0) + 1);
            Commit(new KeyChange(Revision + 1, key, before, after));
            return after;
        }
    }

    public bool Delete(string key)
    {
        lock (gate)
        {
            if (keys.GetValueOrDefault(key) is not { } before)
                return false;
            Commit(new KeyChange(Revision + 1, key, before, null));
            return true;
        }
    }

    /// <summary>Goes on at a higher revision.</summary>
    public void GoOnAt(long revision)
    {
        lock (gate)
        {
            Append(journal, "\0", null, revision);
            journal.Flush();
            Apply("\0", null, revision);
        }
    }

    /// <summary>Does several things as one: nothing else changes between.</summary>
    public T Transact<T>(Func<Keyspace, T> work)
    {
        lock (gate)
        {
            return work(this);
        }
    }

    /// <inheritdoc/>
    public long Follow(Action<KeyValue> found, Action<KeyChange> changed)
    {
        lock (gate)
        {
            foreach (var key in keys.Values)
                found(key);
            Changed += changed;
            return Revision;
        }
    }

    public void Dispose() => journal.Dispose();

    private void Commit(KeyChange change)
    {
        Append(journal, change.Key, change.After, change.Revision);
        journal.Flush();
        Apply(change.Key, change.After, change.Revision);
        Changed?.Invoke(change);
    }

    private void Apply(string key, KeyValue? value, long revision)
    {
        Revision = Math.Max(Revision, revision);
        if (value is null)
            keys.Remove(key);
        else
            keys[key] = value;
    }

    private static void Append(Stream stream, string key, KeyValue? value, long revision)
    {
        using var entry = new MemoryStream();
        using (var writer = new BinaryWriter(entry, System.Text.Encoding.UTF8, leaveOpen: true))
        {
            writer.Write(revision);
            writer.Write(key);
            writer.Write(value is not null);
            writer.Write(value?.CreateRevision ?? 0);
            writer.Write(value?.Version ?? 0);
            writer.Write(value?.Value ?? []);
        }

        var length = BitConverter.GetBytes((int)entry.Length);
        stream.Write([.. length, .. entry.ToArray()]);
    }

    private FileStream Load()
    {
        var entries = 0;
        if (File.Exists(file))
        {
            var bytes = File.ReadAllBytes(file);
            for (var at = 0; at + 4 <= bytes.Length; entries++)
            {
                var length = BitConverter.ToInt32(bytes, at);
                if (length <= 0 || at + 4 + length > bytes.Length)
                    break;
                Read(bytes.AsSpan(at + 4, length).ToArray());
                at += 4 + length;
            }
        }

        using (var compact = File.Create(file + ".new"))
        {
            foreach (var value in keys.Values.OrderBy(v => v.ModRevision))
                Append(compact, value.Key, value, value.ModRevision);
            if (keys.Values.Select(v => v.ModRevision).DefaultIfEmpty(1).Max() < Revision)
                Append(compact, "\0", null, Revision);
        }

        File.Move(file + ".new", file, overwrite: true);
        return new FileStream(file, FileMode.Append, FileAccess.Write, FileShare.Read);
    }

    private void Read(byte[] entry)
    {
        using var reader = new BinaryReader(new MemoryStream(entry));
        var revision = reader.ReadInt64();
        var key = reader.ReadString();
        var exists = reader.ReadBoolean();
        var created = reader.ReadInt64();
        var version = reader.ReadInt64();
        var value = reader.ReadBytes((int)(reader.BaseStream.Length - reader.BaseStream.Position));
        Apply(key, exists ? new KeyValue(key, value, created, revision, version) : null, revision);
    }
}
