namespace Masterplan.Activities.Nodes;

/// <summary>What is known of a file on a node.</summary>
/// <param name="Sha256">Lower-case hexadecimal SHA-256 of the content.</param>
/// <param name="Mode">Octal permissions, as in "0600".</param>
/// <param name="Owner">"user:group".</param>
public sealed record FileFact(string Sha256, string Mode, string Owner);
