using Masterplan.Activities.Clusters;
using Masterplan.Runtime.Runs;

namespace Masterplan.Host.Composition;

/// <summary>Has a cancelled run give back its locks and cordons. Only the run as a whole holds any.</summary>
internal sealed class CancellationCleanup(RunCleanup cleanup) : IWorkflowCancellationHandler
{
    public Task OnCancellingAsync(WorkflowInstance instance, CancellationToken cancellationToken) =>
        instance.ParentInstanceId is null ? cleanup.CleanAsync(instance.Id, cancellationToken) : Task.CompletedTask;
}
