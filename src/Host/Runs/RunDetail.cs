using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Masterplan.Activities.Clusters.Changes;
using Masterplan.Host.Clusters;
using Masterplan.Runtime.Authoring;
using Masterplan.Runtime.Runs;

namespace Masterplan.Host.Runs;

/// <summary>A run with the steps of everything that it dispatched.</summary>
internal sealed record RunDetail(RunLine Run, IReadOnlyList<RunStep> Steps, IReadOnlyList<Incident> Incidents, IReadOnlyList<string> Changes)
{
    private const string AttemptFailed = "Attempt failed";
    private const string Waiting = "Waiting";

    [JsonIgnore]
    public IEnumerable<Incident> Open => Incidents.Where(incident => incident.ResolvedAt is null);

    /// <exception cref="RunNotFoundException">No run has the id.</exception>
    public static async Task<RunDetail> ReadAsync(IRunHistory history, ChangeLog changes, string run, CancellationToken cancellationToken)
    {
        var tree = await history.TreeAsync(run, [AttemptFailed, Waiting], cancellationToken);
        var nodes = tree.Instances.ToDictionary(instance => instance.Id, NodeOf, StringComparer.Ordinal);
        var attempts = tree.Journal.ToLookup(entry => entry.ActivityInstanceId, entry => entry.Message ?? "", StringComparer.Ordinal);
        var due = tree.Due.Where(bookmark => bookmark.ActivityInstanceId is not null).ToLookup(bookmark => bookmark.ActivityInstanceId!, bookmark => bookmark.DueAt, StringComparer.Ordinal);
        return new(
            RunLine.Of(tree.Instances[0], tree.Incidents.Count(incident => incident.ResolvedAt is null)),
            [.. tree.Executions.Where(IsStep).Select(execution => Step(execution, nodes[execution.InstanceId], [.. attempts[execution.Id]], due[execution.Id].Min()))],
            tree.Incidents,
            await changes.ListAsync(run, cancellationToken));
    }

    /// <summary>The node that an instance works on, or the cluster's name, or what it runs if it is of none.</summary>
    public static string NodeOf(WorkflowInstance instance) => Input(instance, "Node") ?? RunLine.ClusterOf(instance) ?? Input(instance, ClusterWorkflows.Cluster) ?? instance.DefinitionId;

    private static string? Input(WorkflowInstance instance, string name) => instance.Input.TryGetValue(name, out var value) && value?.ToString() is { Length: > 0 } text ? text : null;

    private static bool IsStep(ActivityExecutionRecord execution) => execution.ActivityType.StartsWith("Masterplan.", StringComparison.Ordinal);

    private static RunStep Step(ActivityExecutionRecord execution, string node, IReadOnlyList<string> attempts, DateTimeOffset? next)
    {
        var journal = execution.Payload is null ? null : JsonNode.Parse(execution.Payload) as JsonObject;
        var isUnderWay = execution.Status == ActivityStatus.Running;
        return new RunStep
        {
            Node = node,
            Name = execution.DisplayName,
            Status = execution.Status.ToString().ToLowerInvariant(),
            StartedAt = execution.StartedAt,
            CompletedAt = execution.CompletedAt,
            Attempts = attempts,
            Tries = journal?["Attempt"] is JsonValue tries && tries.GetValueKind() == JsonValueKind.Number ? tries.GetValue<int>() : 1,
            Error = execution.Status is ActivityStatus.Running or ActivityStatus.Faulted ? Text(journal, "Error") : null,
            Waiting = isUnderWay && journal?["Error"] is null ? Text(journal, Waiting) : null,
            NextAttemptAt = isUnderWay ? next : null,
            Instance = execution.InstanceId,
            Execution = execution.Id,
        };
    }

    private static string? Text(JsonObject? journal, string member) => journal?[member]?.ToString() is { Length: > 0 } text ? text : null;
}
