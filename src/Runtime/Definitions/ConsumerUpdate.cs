namespace Masterplan.Runtime.Definitions;

/// <summary>What became of a definition that uses another as an activity, when it was to be brought to the version that this one was published with.</summary>
/// <param name="DefinitionId">The definition that uses the other.</param>
/// <param name="Faults">Why it could not run with that version, and was left as it is; empty if it was brought to it.</param>
public sealed record ConsumerUpdate(string DefinitionId, IReadOnlyList<DefinitionFault> Faults);
