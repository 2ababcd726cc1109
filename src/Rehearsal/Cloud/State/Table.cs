using System.Text.Json;

namespace Masterplan.Rehearsal.Cloud.State;

/// <summary>Immutable records by key, in the order in which they were made.</summary>
internal sealed class Table<T>(string name, ICollection<JournalEntry> journal) : ITable
{
    private readonly OrderedDictionary<string, T> records = [];

    public string Name => name;

    public int Count => records.Count;

    public IEnumerable<T> All => records.Values;

    public IEnumerable<string> Keys => records.Keys;

    public T? Find(string key) => records.GetValueOrDefault(key);

    public T? Find(Guid key) => Find(Key(key));

    public void Put(Guid key, T record) => Put(Key(key), record);

    public void Put(string key, T record)
    {
        records[key] = record;
        journal.Add(Entry(key, record));
    }

    public void Remove(Guid key) => Remove(Key(key));

    public void Remove(string key)
    {
        if (records.Remove(key))
            journal.Add(new(name, key, null));
    }

    void ITable.Replay(JournalEntry entry)
    {
        if (entry.Value is { } value)
            records[entry.Key] = value.Deserialize<T>(StateJson.Options)!;
        else
            records.Remove(entry.Key);
    }

    IEnumerable<JournalEntry> ITable.Dump() => records.Select(r => Entry(r.Key, r.Value));

    private static string Key(Guid key) => key.ToString("D");

    private JournalEntry Entry(string key, T record) => new(name, key, JsonSerializer.SerializeToElement(record, StateJson.Options));
}
