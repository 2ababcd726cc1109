using System.Text.Json;
using Masterplan.Lab.Linux;

namespace Masterplan.Lab.People;

/// <summary>A lab that is up: what commands beside it must know.</summary>
/// <param name="Name">The cluster's name.</param>
/// <param name="Process">The process that is the lab.</param>
/// <param name="Network">The name of its network namespace.</param>
/// <param name="Key">The file of the SSH key that its nodes let in.</param>
/// <param name="Kubeconfig">The administrators' kubeconfig.</param>
/// <param name="Environment">What the program needs to work on its cloud.</param>
/// <param name="Nodes">The nodes' addresses by name.</param>
internal sealed record LabDescription(string Name, int Process, string Network, string Key, string Kubeconfig, Dictionary<string, string> Environment, Dictionary<string, string> Nodes)
{
    private const string Folder = "/run/masterplan-lab";

    public static IReadOnlyList<LabDescription> All() => !Directory.Exists(Folder)
        ? []
        : [.. Directory.GetFiles(Folder, "*.json").Select(file => JsonSerializer.Deserialize<LabDescription>(File.ReadAllText(file))!).Where(lab => Leftovers.IsAlive(lab.Process))];

    public static LabDescription? Find(string name) => All().FirstOrDefault(lab => lab.Name == name);

    public static string PathOf(string name) => $"{Folder}/{name}.json";

    /// <summary>It holds the credentials of the simulated cloud, so only root may read it.</summary>
    public void Write()
    {
        Directory.CreateDirectory(Folder, (UnixFileMode)Convert.ToInt32("700", 8));
        File.WriteAllText(PathOf(Name) + ".new", JsonSerializer.Serialize(this));
        File.Move(PathOf(Name) + ".new", PathOf(Name), overwrite: true);
    }

    public void Remove()
    {
        File.Delete(PathOf(Name));
        File.Delete(PathOf(Name) + ".done");
    }
}
