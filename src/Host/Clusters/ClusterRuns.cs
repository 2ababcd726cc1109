using Masterplan.Activities.Clusters;
using Masterplan.Host.Webhooks;
using Masterplan.Runtime.Authoring;
using Masterplan.Runtime.Json;
using Masterplan.Runtime.Runs;

namespace Masterplan.Host.Clusters;

/// <summary>The one door through which a cluster's workflows are started: checked first, and one at a time for each cluster.</summary>
internal sealed class ClusterRuns(IServiceProvider services, IWorkflowRuntime runtime, IWorkflowInstances instances, WebhookAddress webhooks) : IClusterRuns
{
    /// <summary>Refuses what cannot be done; nothing has been started or changed then.</summary>
    /// <exception cref="AlreadyRunningException">Another run of the cluster is under way.</exception>
    /// <exception cref="ConfigurationException">Holds every fault with its path.</exception>
    public async Task CheckAsync(string definitionId, RunInput input, CancellationToken cancellationToken)
    {
        var cluster = input.Text(ClusterWorkflows.Cluster);
        if (await UnderWayAsync(cluster, cancellationToken) is { } other)
            throw new AlreadyRunningException(definitionId, cluster, other.Id, other.DefinitionId);
        var faults = webhooks.Faults(input.Text(ClusterWorkflows.Webhook));
        try
        {
            await ClusterWorkflows.Find(definitionId)!.CheckAsync(services, input, cancellationToken);
        }
        catch (ConfigurationException refused) when (faults.Count > 0)
        {
            faults = [.. refused.Faults, .. faults];
        }

        Refuse(definitionId, faults);
    }

    /// <summary>The same for a run that serves every cluster.</summary>
    public void CheckForAll(string definitionId, RunInput input) => Refuse(definitionId, webhooks.Faults(input.Text(ClusterWorkflows.Webhook)));

    /// <returns>The run's id.</returns>
    public Task<string> StartAsync(StartRequest request, CancellationToken cancellationToken) => runtime.StartAsync(OfCluster(request), cancellationToken);

    /// <summary>The same start, named after its cluster and refused while another run of the cluster is under way.</summary>
    public static StartRequest OfCluster(StartRequest request)
    {
        var cluster = new RunInput(request.Input).Text(ClusterWorkflows.Cluster);
        return request with { CorrelationId = cluster, Name = $"{request.DefinitionId} {cluster}", ExclusiveWith = ClusterWorkflows.DefinitionIds };
    }

    /// <summary>The run of a cluster that is under way, a person's or one that a schedule dispatched; null if none is.</summary>
    public async Task<WorkflowInstance?> UnderWayAsync(string cluster, CancellationToken cancellationToken) =>
        (await instances.ListAsync(new() { CorrelationId = cluster, DefinitionIds = ClusterWorkflows.DefinitionIds, Status = WorkflowStatus.Running }, cancellationToken)).Items is [var run, ..] ? run : null;

    /// <summary>The run under way that a command with this input goes on with; null if none is, or another workflow's.</summary>
    /// <exception cref="AlreadyRunningException">It is of the same workflow, and was asked for something else.</exception>
    public async Task<string?> SameAsync(string definitionId, RunInput input, CancellationToken cancellationToken)
    {
        var cluster = input.Text(ClusterWorkflows.Cluster);
        if (await UnderWayAsync(cluster, cancellationToken) is not { } same || same.DefinitionId != definitionId)
            return null;
        var asked = new RunInput(new Dictionary<string, object?>((await instances.GetAsync(same.Id, cancellationToken)).Input));
        return ClusterWorkflows.Find(definitionId)!.Required.All(name => asked.Text(name) == input.Text(name))
            ? same.Id
            : throw new AlreadyRunningException(definitionId, cluster, same.Id, same.DefinitionId);
    }

    public async Task<bool> IsAnyUnderWayAsync(string cluster, CancellationToken cancellationToken) => await UnderWayAsync(cluster, cancellationToken) is not null;

    /// <summary>The run that a request with the same key started before; null if none did.</summary>
    /// <exception cref="ConfigurationException">That request asked for something else.</exception>
    public async Task<string?> RepeatedAsync(string idempotencyKey, RunInput input, CancellationToken cancellationToken)
    {
        if ((await instances.ListAsync(new() { IdempotencyKey = idempotencyKey }, cancellationToken)).Items is not [var known])
            return null;
        var before = (await instances.GetAsync(known.Id, cancellationToken)).Input;
        if (input.Values.Any(pair => !before.TryGetValue(pair.Key, out var value) || RuntimeJson.Serialize(value) != RuntimeJson.Serialize(pair.Value)))
            throw new ConfigurationException("The header Idempotency-Key", "", $"Its value came before with a request for something else, which started run '{known.Id}'. Send another one.");
        return known.Id;
    }

    private static void Refuse(string definitionId, IReadOnlyList<ConfigurationFault> faults)
    {
        if (faults.Count > 0)
            throw new ConfigurationException($"The start of '{definitionId}'", faults);
    }
}
