namespace Masterplan.Activities.Nodes.Ssh;

/// <summary>What a node's shell is told.</summary>
/// <param name="Text">The command line.</param>
/// <param name="Input">Text for its standard input; none when unset.</param>
/// <param name="Title">What errors call it.</param>
/// <param name="Limit">How long it may take.</param>
internal sealed record SshCommandLine(string Text, string? Input, string Title, TimeSpan Limit);
