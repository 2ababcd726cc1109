namespace Masterplan.Rehearsal.Nodes.Processes;

/// <summary>A program's last words: it printed this and exited.</summary>
public sealed class RefusalException(string message, int exitCode = 1) : Exception(message)
{
    public int ExitCode { get; } = exitCode;
}
