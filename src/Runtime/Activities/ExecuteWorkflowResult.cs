using Masterplan.Runtime.Authoring;

namespace Masterplan.Runtime.Activities;

/// <summary>How a workflow that was executed stands.</summary>
public sealed record ExecuteWorkflowResult(string WorkflowInstanceId, WorkflowStatus Status, WorkflowSubStatus SubStatus, IDictionary<string, object?> Output);
