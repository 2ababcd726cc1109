using System.Text;

namespace Masterplan.Rehearsal.Nodes.Units;

/// <summary>Splits a command line as systemd does: quotes, and variables as whole words or inside them.</summary>
public static class CommandLine
{
    public static IReadOnlyList<string> Split(string line, IReadOnlyDictionary<string, string> environment, string hostName)
    {
        var words = new List<string>();
        foreach (var word in Words(line))
        {
            if (word.Length > 1 && word[0] == '$' && word[1] != '{' && word[1] != '$')
                words.AddRange((environment.GetValueOrDefault(word[1..]) ?? string.Empty).Split(' ', StringSplitOptions.RemoveEmptyEntries));
            else
                words.Add(Expand(word, environment).Replace("%H", hostName, StringComparison.Ordinal).Replace("%%", "%", StringComparison.Ordinal));
        }

        return words;
    }

    private static string Expand(string word, IReadOnlyDictionary<string, string> environment)
    {
        for (var at = word.IndexOf("${", StringComparison.Ordinal); at >= 0; at = word.IndexOf("${", at + 1, StringComparison.Ordinal))
        {
            var end = word.IndexOf('}', at);
            if (end < 0)
                break;
            word = word[..at] + environment.GetValueOrDefault(word[(at + 2)..end]) + word[(end + 1)..];
            at = Math.Max(0, at - 1);
        }

        return word;
    }

    private static IEnumerable<string> Words(string line)
    {
        var word = new StringBuilder();
        char? quote = null;
        var any = false;
        foreach (var c in line)
        {
            if (quote is null && c is '"' or '\'' && quote is null)
            {
                (quote, any) = (c, true);
            }
            else if (c == quote)
            {
                quote = null;
            }
            else if (quote is null && char.IsWhiteSpace(c))
            {
                if (any || word.Length > 0)
                    yield return word.ToString();
                word.Clear();
                any = false;
            }
            else
            {
                word.Append(c);
            }
        }

        if (any || word.Length > 0)
            yield return word.ToString();
    }
}
