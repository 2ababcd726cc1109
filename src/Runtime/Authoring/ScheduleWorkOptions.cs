namespace Masterplan.Runtime.Authoring;

/// <summary>How a child activity is to be scheduled.</summary>
public class ScheduleWorkOptions
{
    public ScheduleWorkOptions()
    {
    }

    public ScheduleWorkOptions(ActivityCompletionCallback? completionCallback = null, object? tag = null, IEnumerable<Variable>? variables = null)
    {
        CompletionCallback = completionCallback;
        Tag = tag;
        Variables = variables?.ToList();
    }

    public ActivityCompletionCallback? CompletionCallback { get; set; }

    /// <summary>Persisted as JSON beside the child.</summary>
    public object? Tag { get; set; }

    /// <summary>Variables that only this child and what is below it see.</summary>
    public ICollection<Variable>? Variables { get; set; }

    public IDictionary<string, object>? Input { get; set; }
}
