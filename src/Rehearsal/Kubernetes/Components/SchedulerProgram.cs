using Masterplan.Rehearsal.Nodes.Processes;

namespace Masterplan.Rehearsal.Kubernetes.Components;

public sealed class SchedulerProgram : IProgram
{
    public Task RunAsync(ProcessContext context, CancellationToken stop) => LedComponent.Run(context, new SchedulerOptions(context), stop);
}
