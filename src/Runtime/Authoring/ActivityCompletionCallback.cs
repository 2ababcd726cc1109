namespace Masterplan.Runtime.Authoring;

/// <summary>Called on the owner when a child has completed. Must be a method of the owner: it is persisted by name.</summary>
public delegate ValueTask ActivityCompletionCallback(ActivityCompletedContext context);
