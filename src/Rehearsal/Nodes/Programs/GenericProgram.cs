using Masterplan.Rehearsal.Nodes.Processes;

namespace Masterplan.Rehearsal.Nodes.Programs;

/// <summary>A program of which only its being there matters.</summary>
public sealed class GenericProgram : IProgram
{
    public async Task RunAsync(ProcessContext context, CancellationToken stop)
    {
        context.Ready();
        await Task.Delay(Timeout.InfiniteTimeSpan, context.World.Pace.Clock, stop).ConfigureAwait(false);
    }
}
