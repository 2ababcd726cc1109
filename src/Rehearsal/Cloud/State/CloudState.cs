using System.Text.Json;

namespace Masterplan.Rehearsal.Cloud.State;

/// <summary>
/// Everything that the simulated cloud knows. Whoever reads or changes it holds <see cref="Gate"/>; changes take effect in memory at once, and
/// <see cref="Commit"/> writes those since the last one as a single line, so that a kill leaves all of them or none.
/// </summary>
internal sealed class CloudState : IDisposable
{
    private const int CompactAfter = 20_000;
    private static readonly TimeSpan KeepOperations = TimeSpan.FromDays(7);

    private readonly LineFile file;
    private readonly TimeProvider clock;
    private readonly Dictionary<string, ITable> tables;
    private readonly List<JournalEntry> pending = [];

    public CloudState(string path, TimeProvider clock)
    {
        this.clock = clock;
        SecurityGroups = new("security-group", pending);
        AntiAffinityGroups = new("anti-affinity-group", pending);
        SshKeys = new("ssh-key", pending);
        Templates = new("template", pending);
        Instances = new("instance", pending);
        UserData = new("user-data", pending);
        ElasticIps = new("elastic-ip", pending);
        Operations = new("operation", pending);
        Counters = new("counter", pending);
        tables = new ITable[] { SecurityGroups, AntiAffinityGroups, SshKeys, Templates, Instances, UserData, ElasticIps, Operations, Counters }.ToDictionary(t => t.Name);
        file = new(path);
        Replay(path);
        Compact();
    }

    public Lock Gate { get; } = new();

    public Table<SecurityGroupRecord> SecurityGroups { get; }

    public Table<AntiAffinityGroupRecord> AntiAffinityGroups { get; }

    public Table<SshKeyRecord> SshKeys { get; }

    public Table<TemplateRecord> Templates { get; }

    public Table<InstanceRecord> Instances { get; }

    /// <summary>By instance id; apart from the instances, which are written often.</summary>
    public Table<string> UserData { get; }

    public Table<ElasticIpRecord> ElasticIps { get; }

    public Table<OperationRecord> Operations { get; }

    public Table<long> Counters { get; }

    /// <summary>Adds one to a counter, and returns the new count.</summary>
    public long Increment(string counter)
    {
        var count = Counters.Find(counter) + 1;
        Counters.Put(counter, count);
        return count;
    }

    public void Commit()
    {
        if (pending.Count == 0)
            return;
        file.Append(JsonSerializer.SerializeToUtf8Bytes(pending, StateJson.Options));
        pending.Clear();
        if (file.Count > CompactAfter + tables.Values.Sum(t => t.Count))
            Compact();
    }

    public void Dispose() => file.Dispose();

    private void Replay(string path)
    {
        foreach (var (index, line) in file.Lines.Index())
        {
            try
            {
                foreach (var entry in JsonSerializer.Deserialize<List<JournalEntry>>(line.Span, StateJson.Options)!)
                    tables[entry.Table].Replay(entry);
            }
            catch (Exception e) when (e is JsonException or KeyNotFoundException)
            {
                file.Dispose();
                throw new InvalidOperationException($"Line {index + 1} of '{path}' is not readable: {e.Message} Delete its folder to begin a new rehearsal.", e);
            }
        }
    }

    private void Compact()
    {
        var old = clock.GetUtcNow() - KeepOperations;
        foreach (var operation in Operations.All.Where(o => !o.IsPending && o.Due < old).ToList())
            Operations.Remove(operation.Id);
        pending.Clear();
        file.Replace(tables.Values.SelectMany(t => t.Dump()).Select(e => JsonSerializer.SerializeToUtf8Bytes<JournalEntry[]>([e], StateJson.Options)));
    }
}
