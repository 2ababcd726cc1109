namespace Masterplan.Runtime.Store;

/// <summary>Patterns of SQL's LIKE for text that a person typed.</summary>
internal static class TextPattern
{
    public const string Escape = "\\";

    public static string Containing(string text) => $"%{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal)}%";
}
