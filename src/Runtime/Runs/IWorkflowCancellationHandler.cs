namespace Masterplan.Runtime.Runs;

/// <summary>Gives back what a run holds (locks, cordons) when it is cancelled. Called before the instance counts as cancelled, and again if the process dies in between.</summary>
public interface IWorkflowCancellationHandler
{
    Task OnCancellingAsync(WorkflowInstance instance, CancellationToken cancellationToken);
}
