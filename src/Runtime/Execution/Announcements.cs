using Masterplan.Runtime.Authoring;
using Masterplan.Runtime.Runs;
using Masterplan.Runtime.Store;
using Masterplan.Runtime.Triggers;
using Microsoft.Extensions.DependencyInjection;

namespace Masterplan.Runtime.Execution;

/// <summary>Adds the events that tell of an end, or of steps that need a person, to the checkpoint that stores these.</summary>
internal static class Announcements
{
    public static async Task AddAsync(WorkflowExecutionContext workflow)
    {
        var checkpoint = workflow.Checkpoint;
        if (workflow.Instance.Status != WorkflowStatus.Finished && checkpoint.NewIncidents.Count == 0)
            return;
        var instance = InstanceQueries.Map(workflow.Instance) with { Input = workflow.InputData };
        foreach (var announcer in workflow.ServiceProvider.GetServices<IRunAnnouncer>())
            foreach (var announcement in await announcer.AnnounceAsync(instance, checkpoint.NewIncidents))
                checkpoint.PublishedEvents.Add(EventPublication.Of(announcement.EventName, announcement.Payload, announcement.CorrelationId));
    }
}
