using System.Security.Cryptography;

namespace Masterplan.Activities.Nodes;

/// <summary>A file as it shall be on a node.</summary>
/// <param name="Path">Absolute path; missing folders are made with mode 0755, or 0700 where the file is 0600.</param>
/// <param name="Content">The bytes.</param>
/// <param name="Mode">Octal permissions, as in "0644".</param>
/// <param name="Owner">"user:group"; default root.</param>
public sealed record NodeFile(string Path, ReadOnlyMemory<byte> Content, string Mode = "0644", string Owner = "root:root")
{
    public FileFact Fact => new(Convert.ToHexStringLower(SHA256.HashData(Content.Span)), Mode, Owner);
}
