namespace Masterplan.Activities.Nodes;

/// <summary>A program and its arguments, passed as they are: nothing is expanded.</summary>
/// <param name="Argv">The program, then its arguments.</param>
/// <param name="StandardInput">Text for the program's standard input; unset means none.</param>
public sealed record NodeCommand(IReadOnlyList<string> Argv, string? StandardInput = null)
{
    public NodeCommand(params string[] argv) : this((IReadOnlyList<string>)argv)
    {
    }

    /// <summary>How long it may take; a minute unless set.</summary>
    public TimeSpan Limit { get; init; } = NodeLimits.Command;

    public override string ToString() => string.Join(' ', Argv);
}
