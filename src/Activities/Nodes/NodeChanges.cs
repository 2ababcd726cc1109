using Masterplan.Activities.Nodes.Files;

namespace Masterplan.Activities.Nodes;

/// <summary>Which files of a configuration a node lacks or holds otherwise, and which units owe a restart: a pure function.</summary>
public sealed record NodeChanges(IReadOnlyList<NodeFile> Files, IReadOnlyList<NodeUnit> Units, IReadOnlyList<StaticPod> StaticPods)
{
    public bool IsEmpty => Files.Count + Units.Count + StaticPods.Count == 0;

    /// <summary>Those of the files that are certificates, or keys.</summary>
    public IReadOnlyList<NodeFile> Certificates => [.. Files.Where(file => file.Path.Contains("/pki/", StringComparison.Ordinal))];

    public static NodeChanges Compare(NodeConfiguration wished, IReadOnlyDictionary<string, FileFact> actual)
    {
        return new(
            [.. wished.Files.Where(Differs)],
            [.. wished.Units.Where(unit => Differs(unit.File) || actual.ContainsKey(unit.RestartDue.Path))],
            [.. wished.StaticPods.Where(pod => Differs(pod.Manifest))]);

        bool Differs(NodeFile file) => !actual.TryGetValue(file.Path, out var fact) || fact != file.Fact;
    }
}
