using Masterplan.Host.Clusters;
using Masterplan.Runtime.Authoring;
using Masterplan.Runtime.Runs;

namespace Masterplan.Host.Webhooks;

/// <summary>Has the webhook of a cluster's run told when the run ends or needs a person: by a run of its own, which is stored together with what it tells.</summary>
internal sealed class RunWebhooks(IWorkflowInstances instances) : IRunAnnouncer
{
    /// <summary>The workflow that tells; its runs have the id of the run that they tell of as correlation id.</summary>
    public const string DefinitionId = "webhook";

    /// <summary>The event that starts it.</summary>
    private const string EventName = "Masterplan.Webhook";

    public async Task<IReadOnlyList<RunAnnouncement>> AnnounceAsync(WorkflowInstance instance, IReadOnlyList<Incident> incidents)
    {
        var isRoot = instance.ParentInstanceId is null;
        if (instance.Status == WorkflowStatus.Finished && !isRoot)
            return [];
        var run = isRoot ? instance : await instances.GetAsync(instance.RootInstanceId);
        var url = new RunInput(new Dictionary<string, object?>(run.Input)).Text(ClusterWorkflows.Webhook);
        if (ClusterWorkflows.Find(run.DefinitionId) is null || url.Length == 0)
            return [];
        return instance.Status == WorkflowStatus.Finished
            ? [Tell(url, "end", WebhookNotice.OfEnd(run, incidents is [.., var cause] ? cause : null))]
            : [.. incidents.Select(incident => Tell(url, incident.Id, WebhookNotice.OfIncident(run, instance, incident)))];
    }

    private static RunAnnouncement Tell(string url, string which, WebhookNotice notice) => new(
        EventName,
        new { Url = url, Key = $"webhook:{notice.Run}:{which}", Name = string.Join(' ', new[] { notice.Workflow, notice.Cluster, notice.Event }.OfType<string>()), Body = notice.ToJson() },
        notice.Run);
}
