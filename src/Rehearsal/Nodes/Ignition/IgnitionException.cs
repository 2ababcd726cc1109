namespace Masterplan.Rehearsal.Nodes.Ignition;

/// <summary>Ignition's refusal of a configuration: the node does not come up.</summary>
public sealed class IgnitionException(string message) : Exception(message);
