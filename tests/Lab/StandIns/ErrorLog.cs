using Masterplan.Rehearsal.Nodes.Processes;

namespace Masterplan.StandIns;

/// <summary>Goes to the standard error, which the node's journal keeps.</summary>
internal sealed class ErrorLog() : ProcessLog(TimeProvider.System)
{
    public override void Add(string text) => Console.Error.WriteLine(text);
}
