using System.Text.Json;

namespace Masterplan.Rehearsal.Nodes;

/// <summary>What of a machine, beside its disk, outlives a kill of the rehearsal's process. Written whole, then renamed.</summary>
public sealed class MachineState
{
    private readonly Lock gate = new();
    private string file = string.Empty;
    private bool isFrozen;

    public enum Phases
    {
        Off,
        Booting,
        Up,
        Failed,
        Dead,
    }

    public Phases Phase { get; set; }

    public bool IgnitionDone { get; set; }

    public string BootId { get; set; } = string.Empty;

    public DateTimeOffset BootBegan { get; set; }

    public DateTimeOffset BootedAt { get; set; }

    public string HostKey { get; set; } = string.Empty;

    /// <summary>Units that are active.</summary>
    public HashSet<string> Units { get; set; } = [];

    /// <summary>Units that were told to start, active yet or not, and neither stopped nor ended for good since.</summary>
    public HashSet<string> Wanted { get; set; } = [];

    public HashSet<string> Images { get; set; } = [];

    /// <summary>Restart counts of the containers that run, by "pod uid/container".</summary>
    public Dictionary<string, int> Containers { get; set; } = [];

    public static MachineState Load(string file)
    {
        var state = File.Exists(file) ? JsonSerializer.Deserialize<MachineState>(File.ReadAllText(file))! : new MachineState();
        state.file = file;
        return state;
    }

    public T Look<T>(Func<MachineState, T> question)
    {
        lock (gate)
        {
            return question(this);
        }
    }

    /// <summary>From now on nothing is written any more.</summary>
    public void Freeze()
    {
        lock (gate)
        {
            isFrozen = true;
        }
    }

    public void Change(Action<MachineState> change)
    {
        lock (gate)
        {
            change(this);
            if (isFrozen || !Directory.Exists(Path.GetDirectoryName(file)))
                return;
            File.WriteAllText(file + ".new", JsonSerializer.Serialize(this));
            File.Move(file + ".new", file, overwrite: true);
        }
    }
}
