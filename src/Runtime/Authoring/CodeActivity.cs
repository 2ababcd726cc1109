namespace Masterplan.Runtime.Authoring;

/// <summary>Base of activities that complete by themselves after executing, unless they created a bookmark or scheduled a child.
/// A resume callback completes explicitly, as in Elsa.</summary>
public abstract class CodeActivity : Activity
{
    protected CodeActivity(string? source = null, int? line = null)
        : base(source, line)
    {
    }

    protected CodeActivity(string activityType, int version = 1, string? source = null, int? line = null)
        : base(activityType, version, source, line)
    {
    }

    internal override async ValueTask InvokeAsync(ActivityExecutionContext context)
    {
        await ExecuteAsync(context);
        await context.CompleteUnlessWaitingAsync();
    }
}
