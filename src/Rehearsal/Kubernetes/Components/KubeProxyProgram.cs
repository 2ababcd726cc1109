using Masterplan.Rehearsal.Latencies;
using Masterplan.Rehearsal.Nodes.Processes;

namespace Masterplan.Rehearsal.Kubernetes.Components;

public sealed class KubeProxyProgram : IProgram
{
    public async Task RunAsync(ProcessContext context, CancellationToken stop)
    {
        _ = new KubeProxyOptions(context);
        await context.Impose(LatencySteps.PodStart, 2, stop).ConfigureAwait(false);
        context.Listen("127.0.0.1", 10249);
        context.Ready();
        await Task.Delay(Timeout.InfiniteTimeSpan, context.World.Pace.Clock, stop).ConfigureAwait(false);
    }
}
