using Masterplan.Runtime.Execution;
using Masterplan.Runtime.Runs;
using Masterplan.Runtime.Store;
using Microsoft.Extensions.Logging;

namespace Masterplan.Runtime.Triggers;

/// <summary>Tells the queue, those who listen and the log what triggers have started, once it is committed.</summary>
internal sealed class TriggerNews(RunQueue queue, RunEventHub events, ILogger<TriggerNews> log)
{
    public void Tell(EventOutcome outcome)
    {
        foreach (var instance in outcome.Resumed)
            queue.Signal(instance);
        foreach (var run in outcome.Started)
            Started(run);
        foreach (var (definition, running) in outcome.Refused)
            log.LogWarning("'{DefinitionId}' was not started by an event, for run '{Running}' is still under way.", definition, running);
    }

    public void Started(InstanceRow run)
    {
        events.Publish(RunEvent.OfInstance(run, "WorkflowStarted", run.CreatedAt));
        queue.Signal(run.Id);
    }
}
