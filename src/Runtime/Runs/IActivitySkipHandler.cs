using Masterplan.Runtime.Authoring;

namespace Masterplan.Runtime.Runs;

/// <summary>Gives back what a step holds when a person skips it. Called before the step counts as done, and again if the process dies in between.</summary>
public interface IActivitySkipHandler
{
    Task OnSkippingAsync(ActivityExecutionContext context);
}
