namespace Masterplan.Activities.Nodes;

/// <summary>A node could not be reached, or refused what it was told to do.</summary>
public sealed class NodeException(string message, bool isTransient, Exception? inner = null) : MasterplanException(message, isTransient, inner)
{
    public override int ExitCode => 5;
}
