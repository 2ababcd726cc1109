namespace Masterplan.Activities.Nodes.Files;

/// <summary>Everything that shall lie and run on a node.</summary>
/// <param name="Files">Files that are read by units and pods.</param>
/// <param name="Units">Units in the order in which they are started.</param>
/// <param name="StaticPods">Static pods in the order in which they are changed.</param>
public sealed record NodeConfiguration(IReadOnlyList<NodeFile> Files, IReadOnlyList<NodeUnit> Units, IReadOnlyList<StaticPod> StaticPods)
{
    public IEnumerable<NodeFile> AllFiles => Files.Concat(Units.Select(unit => unit.File)).Concat(StaticPods.Select(pod => pod.Manifest));

    /// <summary>Every path that tells what a node needs.</summary>
    public IReadOnlyCollection<string> Paths => [.. AllFiles.Concat(Units.Select(unit => unit.RestartDue)).Select(file => file.Path)];
}
