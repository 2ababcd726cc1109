namespace Masterplan.Runtime.Activities;

/// <summary>Keeps a variable's value with its run, in every checkpoint. So is a variable kept that names no driver.</summary>
public sealed class WorkflowInstanceStorageDriver;
