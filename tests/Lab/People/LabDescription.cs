using System.Text.Json;
using Masterplan.Lab.Linux;

namespace Masterplan.Lab.People;

/// <summary>A lab that is up, or on its way: what commands beside it must know.</summary>
/// <param name="Name">The cluster's name.</param>
/// <param name="Process">The process that is the lab.</param>
/// <param name="Network">The name of its network namespace.</param>
internal sealed record LabDescription(string Name, int Process, string Network)
{
    /// <summary>Where descriptions lie; beside each, what its bootstrap printed and how it ended.</summary>
    private const string Folder = "/run/masterplan-lab";

    /// <summary>The file of the SSH key that its nodes let in; empty before there are nodes.</summary>
    public string Key { get; init; } = "";

    /// <summary>The administrators' kubeconfig.</summary>
    public string Kubeconfig { get; init; } = "";

    /// <summary>What the program needs to work on its cloud.</summary>
    public Dictionary<string, string> Environment { get; init; } = [];

    /// <summary>The nodes' addresses by name.</summary>
    public Dictionary<string, string> Nodes { get; init; } = [];

    /// <summary>That of this process.</summary>
    public static async Task<LabDescription> OfAsync(string name, LabCloud cloud) => new(name, System.Environment.ProcessId, Switch.Name)
    {
        Key = await LabKey.CreateAsync(cloud),
        Kubeconfig = Path.Combine(cloud.Folder, "kubeconfig"),
        Environment = new(cloud.Environment),
    };

    public static IReadOnlyList<LabDescription> All() => [.. Read().Where(lab => Leftovers.IsAlive(lab.Process))];

    public static LabDescription? Find(string name) => All().FirstOrDefault(lab => lab.Name == name);

    /// <summary>Takes a name for this process; false when another lab has it.</summary>
    public static async Task<bool> TryClaimAsync(string name)
    {
        Directory.CreateDirectory(Folder, (UnixFileMode)Convert.ToInt32("700", 8));
        await using var turn = await Turn.TakeAsync($"{Folder}/lock");
        if (Find(name) is not null)
            return false;
        new LabDescription(name, System.Environment.ProcessId, Switch.Name).Write();
        return true;
    }

    /// <summary>Removes what labs left that were killed.</summary>
    public static void RemoveAbandoned()
    {
        foreach (var lab in Read().Where(lab => !Leftovers.IsAlive(lab.Process)).ToList())
            lab.Remove();
    }

    /// <summary>It holds the credentials of the simulated cloud, so only root may read it.</summary>
    public void Write()
    {
        var file = $"{Folder}/{Name}.json";
        File.WriteAllText(file + ".new", JsonSerializer.Serialize(this));
        File.Move(file + ".new", file, overwrite: true);
    }

    public void Remove()
    {
        foreach (var file in Directory.GetFiles(Folder, $"{Name}.*"))
            File.Delete(file);
    }

    /// <summary>Where the exit code of a lab's bootstrap is found once that has ended.</summary>
    public static string DoneOf(string name, int process) => $"{Folder}/{name}.{process}.done";

    /// <summary>Tells how the bootstrap ended to who waits for it.</summary>
    public void WriteDone(int code)
    {
        File.WriteAllText(DoneOf(Name, Process) + ".new", $"{code}");
        File.Move(DoneOf(Name, Process) + ".new", DoneOf(Name, Process));
    }

    private static IEnumerable<LabDescription> Read() => Directory.Exists(Folder) ? Directory.GetFiles(Folder, "*.json").Select(Read).OfType<LabDescription>() : [];

    private static LabDescription? Read(string file)
    {
        try
        {
            return JsonSerializer.Deserialize<LabDescription>(File.ReadAllText(file));
        }
        catch (FileNotFoundException)
        {
            // The lab ended at the same moment.
            return null;
        }
    }
}
