namespace Masterplan.Runtime.Execution;

/// <summary>An instance that an activity dispatches; it is stored in the transaction of the dispatching activity's checkpoint.</summary>
internal sealed record ChildStart(string InstanceId, string DefinitionId, string? CorrelationId, IDictionary<string, object?> Input, string? WaitingActivityInstanceId, int Index = 0);
