namespace Masterplan.Rehearsal.Nodes.Processes;

/// <summary>What a program is started with, on a simulated node or on a real one: what its options are read from and checked against.</summary>
public class ProgramStart(string program, IReadOnlyList<string> arguments, FileView files, ProcessLog log)
{
    public string Program { get; } = program;

    public IReadOnlyList<string> Arguments { get; } = arguments;

    public FileView Files { get; } = files;

    public ProcessLog Log { get; } = log;

    /// <summary>The program's version, as in "1.36.5".</summary>
    public required string Version { get; init; }

    public required TimeProvider Clock { get; init; }

    /// <summary>The name of the node.</summary>
    public required string HostName { get; init; }

    /// <summary>The node's first address.</summary>
    public required string HostAddress { get; init; }

    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();
}
