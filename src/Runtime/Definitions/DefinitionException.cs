using Masterplan.Runtime.Runs;

namespace Masterplan.Runtime.Definitions;

/// <summary>A definition was refused; every fault is listed.</summary>
public sealed class DefinitionException(string definition, IReadOnlyList<DefinitionFault> faults)
    : RuntimeException($"Workflow definition '{definition}' cannot be used:{string.Concat(faults.Select(fault => $"\n  {fault}"))}")
{
    public string Definition { get; } = definition;

    public IReadOnlyList<DefinitionFault> Faults { get; } = faults;
}
