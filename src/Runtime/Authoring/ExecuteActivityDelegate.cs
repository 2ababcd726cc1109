namespace Masterplan.Runtime.Authoring;

/// <summary>Resumes an activity. Must be a method of the activity itself: it is persisted by name.</summary>
public delegate ValueTask ExecuteActivityDelegate(ActivityExecutionContext context);
