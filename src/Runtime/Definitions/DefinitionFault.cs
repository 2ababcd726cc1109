namespace Masterplan.Runtime.Definitions;

/// <summary>One thing wrong with a definition, and where: a path such as <c>root.activities[2].text.expression.type</c>.</summary>
public sealed record DefinitionFault(string Path, string Message)
{
    public override string ToString() => $"{Path}: {Message}";
}
