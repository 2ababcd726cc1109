using Masterplan.Rehearsal.Nodes.Processes;

namespace Masterplan.StandIns;

/// <summary>The files of the node.</summary>
internal sealed class NodeFiles : FileView
{
    public override byte[]? Find(string path) => File.Exists(path) ? File.ReadAllBytes(path) : null;

    protected override string ModeOf(string path) => Convert.ToString((int)File.GetUnixFileMode(path), 8);
}
