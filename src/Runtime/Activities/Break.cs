using Masterplan.Runtime.Authoring;

namespace Masterplan.Runtime.Activities;

/// <summary>Ends the nearest loop around it.</summary>
[Activity("Elsa", "Looping", "Break out of a loop.")]
public sealed class Break : Activity, ITerminal
{
    protected override async ValueTask ExecuteAsync(ActivityExecutionContext context)
    {
        var loop = context.FindParent(parent => parent.Activity is ILoop);
        loop?.SetIsBreaking();
        await context.CompleteActivityAsync();
        if (loop is not null)
            await loop.CompleteActivityAsync();
    }
}
