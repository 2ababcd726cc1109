namespace Masterplan.Activities.Nodes;

/// <summary>A binary that a node downloads for itself.</summary>
/// <param name="Url">Where from; http or https.</param>
/// <param name="Sha512">Lower-case hexadecimal SHA-512 of the file.</param>
/// <param name="Path">Absolute path on the node.</param>
/// <param name="Mode">Octal permissions.</param>
public sealed record NodeArtifact(string Url, string Sha512, string Path, string Mode = "0755");
