using System.Text.Json.Serialization;
using Masterplan.Host.Progress;
using Masterplan.Host.Webhooks;
using Masterplan.Runtime.Authoring;
using Masterplan.Runtime.Runs;

namespace Masterplan.Host.Runs;

/// <summary>A run in one line.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Definition">What it runs.</param>
/// <param name="Cluster">The cluster; unset for a run of none.</param>
/// <param name="Status"><c>under way</c>, <c>paused</c>, <c>succeeded</c>, <c>failed</c> or <c>cancelled</c>.</param>
/// <param name="Incidents">Open incidents, in it and in what it dispatched.</param>
/// <param name="StartedAt">When it was started.</param>
/// <param name="FinishedAt">When it ended; unset until then.</param>
internal sealed record RunLine(string Id, string Definition, string? Cluster, string Status, int Incidents, DateTimeOffset StartedAt, DateTimeOffset? FinishedAt)
{
    [JsonIgnore]
    public bool IsOver => FinishedAt is not null;

    [JsonIgnore]
    public bool IsPaused => Status == "paused";

    public static RunLine Of(WorkflowInstance run, int incidents) => new(
        run.Id,
        run.DefinitionId,
        ClusterOf(run),
        run.Status == WorkflowStatus.Finished ? RunReport.Status(run) : run.IsPaused ? "paused" : "under way",
        incidents,
        run.CreatedAt,
        run.FinishedAt);

    /// <summary>The cluster that a run is of; null if it is of none. What tells webhooks is correlated with the run that it tells of.</summary>
    public static string? ClusterOf(WorkflowInstance run) => run.DefinitionId == RunWebhooks.DefinitionId ? null : run.CorrelationId;

    /// <summary>The runs that a filter finds, with how many there are in all. Those that tell webhooks are found only where they are asked for.</summary>
    public static async Task<Page<RunLine>> ListAsync(IWorkflowInstances instances, InstanceFilter filter, CancellationToken cancellationToken)
    {
        var runs = await instances.ListAsync(filter with { RootsOnly = true, ExceptDefinitionId = filter.DefinitionId is null ? RunWebhooks.DefinitionId : null }, cancellationToken);
        var open = (await instances.OpenIncidentsAsync(cancellationToken)).ToLookup(incident => incident.RootInstanceId, StringComparer.Ordinal);
        return new([.. runs.Items.Select(run => Of(run, open[run.Id].Count()))], runs.TotalCount);
    }
}
