using System.Security.Cryptography;
using System.Text;

namespace Masterplan.Activities.Nodes.Files;

/// <summary>One hash over the files that a unit or pod reads: it changes when, and only when, a restart is due.</summary>
internal static class InputsHash
{
    public static string Of(IEnumerable<NodeFile> files, params string[] pathPrefixes)
    {
        var text = new StringBuilder();
        foreach (var file in files.Where(file => pathPrefixes.Any(prefix => file.Path.StartsWith(prefix, StringComparison.Ordinal))))
            text.Append(file.Path).Append(' ').Append(file.Fact.Sha256).Append('\n');
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())))[..16];
    }
}
