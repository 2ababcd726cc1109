using Masterplan.Runtime.Definitions;
using Masterplan.Runtime.Expressions;
using Masterplan.Runtime.Hosting;
using Masterplan.Runtime.Hosts;
using Masterplan.Runtime.Runs;
using Masterplan.Runtime.Store;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Masterplan.Runtime.Execution;

/// <summary>Gives one instance its turn: lease, load, execute until nothing is left to do at once.</summary>
internal sealed class InstanceRunner(
    RuntimeStore store,
    WorkflowGraphs graphs,
    IServiceScopeFactory scopes,
    BurstServices services,
    IExpressionEvaluator evaluator,
    RuntimeOptions options,
    RunEventHub events,
    HostNews news,
    StoreHealth health,
    ILogger<InstanceRunner> log)
{
    public async Task RunAsync(RunSlot slot, CancellationToken stopping)
    {
        try
        {
            slot.TakeSignal();
            if (stopping.IsCancellationRequested)
                return;
            if (await store.AcquireAsync(slot.InstanceId) is { } loaded)
                await RunAsync(loaded, slot, stopping);
            else if (!options.IsExclusive && await store.IsElsewhereAsync(slot.InstanceId))
                news.Look(slot.InstanceId);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
        }
        catch (LeaseLostException e)
        {
            log.LogInformation("{Message}", e.Message);
        }
        catch (Exception e) when (store.Engine.IsAway(e))
        {
            // The instance stays as it was committed last, and its lease this host's; the watch comes back to it when the server does.
            log.LogInformation(e, "Run '{InstanceId}' waits for the database.", slot.InstanceId);
        }
        catch (StoreException e)
        {
            health.Report(e);
        }
        catch (Exception e)
        {
            log.LogError(e, "Run '{InstanceId}' could not be executed. It stays at its last checkpoint.", slot.InstanceId);
            health.Stuck(slot.InstanceId, e);
        }
    }

    private async Task RunAsync(LoadedInstance loaded, RunSlot slot, CancellationToken stopping)
    {
        var graph = await graphs.GetAsync(loaded.Row.DefinitionVersionId);
        await using var scope = scopes.CreateAsyncScope();
        var workflow = InstanceRestorer.Restore(loaded, graph, scope.ServiceProvider, slot.Cancellation.Token);
        var invoker = new ActivityInvoker(workflow, evaluator, store.Engine, options, events);
        using var told = log.BeginScope(new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["masterplan.run"] = loaded.Row.RootInstanceId,
            ["masterplan.instance"] = loaded.Row.Id,
            ["masterplan.definition"] = loaded.Row.DefinitionId,
            ["masterplan.cluster"] = loaded.Row.CorrelationId,
        });
        await new InstanceBurst(workflow, invoker, loaded.WorkItems, services, slot, stopping).RunAsync();
    }
}
