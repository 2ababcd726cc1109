using Masterplan.Rehearsal.Nodes.Processes;

namespace Masterplan.Rehearsal.Kubernetes.Components;

public sealed class ControllerManagerProgram : IProgram
{
    public Task RunAsync(ProcessContext context, CancellationToken stop) => LedComponent.Run(context, new ControllerManagerOptions(context), stop);
}
