namespace Masterplan.Runtime.Execution;

/// <summary>An instance's state is stored in parts, so that a checkpoint writes only what changed. These are the parts' keys.</summary>
internal static class PartKeys
{
    public const string Input = "i";
    public const string Output = "o";
    public const string Properties = "p";
    public const string Outputs = "r";
    public const string ContextPrefix = "c|";
    public const string VariablePrefix = "v|";

    public static string Context(string id) => ContextPrefix + id;

    public static string Variable(string contextId, string variableId) => $"{VariablePrefix}{contextId}|{variableId}";

    public static (string ContextId, string VariableId) SplitVariable(string key)
    {
        var rest = key[VariablePrefix.Length..];
        var bar = rest.IndexOf('|', StringComparison.Ordinal);
        return (rest[..bar], rest[(bar + 1)..]);
    }
}
