namespace Masterplan.Activities.Nodes.Ssh;

/// <summary>Quotes words for a POSIX shell.</summary>
internal static class Shell
{
    public static string Quote(string word) => $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    public static string Join(IEnumerable<string> words) => string.Join(' ', words.Select(Quote));
}
