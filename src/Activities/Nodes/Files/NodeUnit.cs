namespace Masterplan.Activities.Nodes.Files;

/// <summary>A systemd unit of a node. Its file carries a hash of everything it reads, so the unit is restarted if, and only if, its file changed.</summary>
/// <param name="Name">As in "kubelet.service".</param>
/// <param name="File">The unit file, or the drop-in where the system brings the unit.</param>
public sealed record NodeUnit(string Name, NodeFile File)
{
    /// <summary>Lies on the node from before the unit's file is written until the unit was restarted, so that a step that is cut off between the two is known to owe the restart.</summary>
    public NodeFile RestartDue { get; } = TextFile.Readable($"{NodePaths.RestartsDue}/{Name}", "");
}
