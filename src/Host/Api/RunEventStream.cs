using Masterplan.Host.Runs;
using Masterplan.Runtime.Runs;

namespace Masterplan.Host.Api;

/// <summary>Streams the journal of a run and of all that it dispatched: what is stored already, then what comes.</summary>
internal sealed class RunEventStream(IRunHistory history, IWorkflowInstances instances, IWorkflowRuntime runtime, IRunEvents events, TimeProvider clock)
{
    /// <summary>The id of the last event: a client that sends it has read everything.</summary>
    public const string EndId = "end";

    /// <summary>Begins after what is stored already.</summary>
    public const long FromNow = -1;
    private const int Batch = 500;

    /// <summary>Null if no such run, which no other dispatched, is known.</summary>
    /// <param name="run">The run.</param>
    /// <param name="position">The position of the last line that was read; 0 for all, <see cref="FromNow"/> for what comes.</param>
    /// <param name="cancellationToken">Ends the look for the run.</param>
    public async Task<IResult?> OpenAsync(string run, long position, CancellationToken cancellationToken) =>
        await instances.FindAsync(run, cancellationToken) is { ParentInstanceId: null } ? new LiveResult((stream, token) => WriteAsync(stream, run, position, token)) : null;

    private async Task WriteAsync(EventStream stream, string run, long position, CancellationToken cancellationToken)
    {
        await using var signal = new RunSignal(events, happened => happened.RootInstanceId == run, clock);
        var nodes = new Dictionary<string, string>(StringComparer.Ordinal);
        if (position == FromNow)
            await stream.SendAsync("begin", (position = await LastAsync(run, cancellationToken)).ToString(), new { run }, cancellationToken);
        Task<WorkflowInstance>? stop = null;
        Task<bool>? rung = null;
        var isTold = false;
        while (true)
        {
            // Whether it is over is asked before its lines are read: what is stored later belongs to a run that goes on.
            var isOver = (await instances.GetAsync(run, cancellationToken)) is { FinishedAt: not null };
            var lines = await history.LinesAsync(run, position, Batch, cancellationToken);
            foreach (var line in lines)
                await SendAsync(stream, line, await NodeAsync(nodes, line.InstanceId, cancellationToken), cancellationToken);
            position = lines is [.., var last] ? last.Position : position;
            if (lines.Count == Batch)
                continue;
            if (isOver)
            {
                await stream.SendAsync("end", EndId, RunLine.Of(await instances.GetAsync(run, cancellationToken), 0), cancellationToken);
                return;
            }

            // Ends when the run cannot go on by itself, which is told once, until something happens again.
            if (stop is null || lines.Count > 0 && isTold)
                (stop, isTold) = (runtime.WaitAsync(run, cancellationToken), false);
            rung ??= signal.WaitAsync(EventStream.Heartbeat, cancellationToken);
            if (await Task.WhenAny(isTold ? [rung] : [stop, rung]) == stop)
            {
                isTold = true;
                await TellStopAsync(stream, await stop, cancellationToken);
                continue;
            }

            if (!await rung)
                await stream.BeatAsync(cancellationToken);
            rung = null;
        }
    }

    private static Task SendAsync(EventStream stream, JournalLine line, string node, CancellationToken cancellationToken) => stream.SendAsync(
        "step", line.Position.ToString(), new { line.InstanceId, node, step = line.DisplayName, line.ActivityId, line.ActivityType, line.ActivityInstanceId, @event = line.EventName, line.Message, line.Timestamp }, cancellationToken);

    private async Task TellStopAsync(EventStream stream, WorkflowInstance run, CancellationToken cancellationToken)
    {
        if (run.FinishedAt is null)
            await stream.SendAsync("stopped", null, RunLine.Of(run, (await instances.IncidentsAsync(run.Id, cancellationToken: cancellationToken)).Count), cancellationToken);
    }

    private async Task<long> LastAsync(string run, CancellationToken cancellationToken)
    {
        long position = 0;
        while (await history.LinesAsync(run, position, Batch, cancellationToken) is [.., var last])
            position = last.Position;
        return position;
    }

    private async Task<string> NodeAsync(Dictionary<string, string> nodes, string instance, CancellationToken cancellationToken)
    {
        if (!nodes.TryGetValue(instance, out var node))
            nodes[instance] = node = RunDetail.NodeOf(await instances.GetAsync(instance, cancellationToken));
        return node;
    }
}
