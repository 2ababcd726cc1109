namespace Masterplan.Runtime.Execution;

/// <summary>The latest outputs of activities, for expressions that ask for them. Kept only where the definition has such an expression.</summary>
internal sealed class OutputRegister
{
    public Dictionary<string, Dictionary<string, object?>> ByActivity { get; set; } = [];

    public object? LastResult { get; set; }
}
