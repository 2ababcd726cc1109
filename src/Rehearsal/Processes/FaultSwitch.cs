namespace Masterplan.Rehearsal.Processes;

/// <summary>The faults that are to be on from now on: the body of <c>POST /rehearsal/faults</c>.</summary>
/// <param name="Names">Their names; none ends all.</param>
/// <param name="Seed">What decides where they strike; as before when unset.</param>
public sealed record FaultSwitch(IReadOnlyList<string> Names, int? Seed = null);
