using Masterplan.Host.Elsa.Instances;
using Masterplan.Runtime.Runs;
using Microsoft.AspNetCore.SignalR;

namespace Masterplan.Host.Elsa.Hub;

/// <summary>Tells viewers what has been stored: events that come close together are told once.</summary>
internal sealed class InstanceBroadcast(IRunEvents events, ObservedInstances observed, IRunHistory history, IHubContext<WorkflowInstanceHub, IInstanceObserver> hub, TimeProvider clock, ILogger<InstanceBroadcast> log) : BackgroundService
{
    /// <summary>Each message makes a viewer ask for the run, its journal and its variables anew; told more often, it does nothing else.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await TellAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops, and its viewers with it.
        }
    }

    private async Task TellAsync(CancellationToken stoppingToken)
    {
        using var subscription = events.Subscribe(happened => observed.Contains(happened.InstanceId));
        var changed = new Dictionary<string, HashSet<string>>(StringComparer.Ordinal);
        await using var happened = subscription.ReadAllAsync(stoppingToken).GetAsyncEnumerator(stoppingToken);
        var next = happened.MoveNextAsync().AsTask();
        try
        {
            while (await next)
            {
                var told = Task.Delay(Pause, clock, stoppingToken);
                do
                {
                    Note(changed, happened.Current);
                    next = happened.MoveNextAsync().AsTask();
                }
                while (await Task.WhenAny(next, told) == next && await next);
                await told;
                foreach (var (instance, nodes) in changed)
                    await TellAsync(instance, nodes, stoppingToken);
                changed.Clear();
            }
        }
        finally
        {
            // A reader is not disposed of while it reads.
            await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static void Note(Dictionary<string, HashSet<string>> changed, RunEvent happened)
    {
        if (!changed.TryGetValue(happened.InstanceId, out var nodes))
            changed[happened.InstanceId] = nodes = [];
        if (happened.NodeId is { } node)
            nodes.Add(node);
    }

    private async Task TellAsync(string instance, HashSet<string> nodes, CancellationToken cancellationToken)
    {
        try
        {
            var observers = hub.Clients.Group(instance);
            if (nodes.Count > 0)
                await observers.ActivityExecutionLogUpdatedAsync(new { Stats = (await history.StatsAsync(instance, nodes, cancellationToken)).Select(ActivityStatsModel.Of) });
            await observers.WorkflowExecutionLogUpdatedAsync(new { });
            await observers.WorkflowInstanceUpdatedAsync(new { WorkflowInstanceId = instance });
        }
        catch (RuntimeException exception)
        {
            log.LogWarning("Viewers of run '{Instance}' were not told of a change: {Message}", instance, exception.Message);
        }
    }
}
