using Masterplan.Host.Runs;
using Masterplan.Runtime.Runs;

namespace Masterplan.Host.Api;

/// <summary>Streams the journal of a run and of all that it dispatched: what is stored already, then what comes.</summary>
internal sealed class RunEventStream(IRunHistory history, IWorkflowInstances instances, IRunEvents events, TimeProvider clock)
{
    /// <summary>The id of the last event: a client that sends it has read everything.</summary>
    public const string EndId = "end";
    private const int Batch = 500;

    /// <summary>Null if no such run, which no other dispatched, is known.</summary>
    /// <param name="run">The run.</param>
    /// <param name="position">The position of the last line that was read; 0 for all.</param>
    /// <param name="cancellationToken">Ends the look for the run.</param>
    public async Task<IResult?> OpenAsync(string run, long position, CancellationToken cancellationToken) =>
        await instances.FindAsync(run, cancellationToken) is { ParentInstanceId: null } ? new LiveResult((stream, token) => WriteAsync(stream, run, position, token)) : null;

    private async Task WriteAsync(EventStream stream, string run, long position, CancellationToken cancellationToken)
    {
        await using var signal = new RunSignal(events, happened => happened.RootInstanceId == run, clock);
        var nodes = new Dictionary<string, string>(StringComparer.Ordinal);
        while (true)
        {
            // Whether it is over is asked before its lines are read: what is stored later belongs to a run that goes on.
            var isOver = (await instances.GetAsync(run, cancellationToken)) is { FinishedAt: not null };
            var lines = await history.LinesAsync(run, position, Batch, cancellationToken);
            foreach (var line in lines)
            {
                await stream.SendAsync("step", line.Position.ToString(), new { line.InstanceId, node = await NodeAsync(nodes, line.InstanceId, cancellationToken), step = line.DisplayName, line.ActivityType, line.ActivityInstanceId, @event = line.EventName, line.Message, line.Timestamp }, cancellationToken);
                position = line.Position;
            }

            if (lines.Count == Batch)
                continue;
            if (isOver)
            {
                await stream.SendAsync("end", EndId, RunLine.Of(await instances.GetAsync(run, cancellationToken), 0), cancellationToken);
                return;
            }

            if (!await signal.WaitAsync(EventStream.Heartbeat, cancellationToken))
                await stream.BeatAsync(cancellationToken);
        }
    }

    private async Task<string> NodeAsync(Dictionary<string, string> nodes, string instance, CancellationToken cancellationToken)
    {
        if (!nodes.TryGetValue(instance, out var node))
            nodes[instance] = node = RunDetail.NodeOf(await instances.GetAsync(instance, cancellationToken));
        return node;
    }
}
