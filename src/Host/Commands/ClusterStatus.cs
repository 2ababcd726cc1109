using k8s.Models;
using Masterplan.Activities.Clusters;
using Masterplan.Activities.Clusters.Ledger;
using Masterplan.Activities.Clusters.Locks;
using Masterplan.Activities.Clusters.Planning;
using Masterplan.Activities.Clusters.Secrets;
using Masterplan.Activities.Kubernetes;
using Masterplan.Activities.Pki;
using Masterplan.Activities.Steps;
using Masterplan.Runtime.Runs;
using Spectre.Console;

namespace Masterplan.Host.Commands;

/// <summary>A cluster as it is now: what the ledger holds, what its API server tells, how long its certificates last, what runs.</summary>
internal sealed record ClusterStatus
{
    public sealed record Node(string Name, string Role, string? Address, string Kubernetes, string State);

    public required string Cluster { get; init; }

    public required string Version { get; init; }

    /// <summary>Null while no API server answers.</summary>
    public string? ApiServer { get; init; }

    public string? ElasticIp { get; init; }

    public required IReadOnlyList<Node> Nodes { get; init; }

    /// <summary>Days until the first certificate ends; null before any was issued.</summary>
    public int? CertificateDays { get; init; }

    public LockHolding? DisruptionLock { get; init; }

    public string? Run { get; init; }

    public int OpenIncidents { get; init; }

    public static async Task<ClusterStatus> ReadAsync(IServiceProvider services, string name, CancellationToken cancellationToken)
    {
        var registry = services.GetRequiredService<ClusterRegistry>();
        var plan = await registry.PlanAsync(name, cancellationToken);
        var held = await services.GetRequiredService<ResourceLedger>().ListAsync(name, cancellationToken);
        var (server, live) = await LiveAsync(services, plan, held, cancellationToken);
        var instances = services.GetRequiredService<IWorkflowInstances>();
        var underWay = await instances.ListAsync(new() { CorrelationId = name, RootsOnly = true, Status = Runtime.Authoring.WorkflowStatus.Running }, cancellationToken);
        var run = underWay.Items is [var first, ..] ? first : null;
        return new()
        {
            Cluster = name,
            Version = (await registry.FindAsync(name, cancellationToken))!.Version,
            ApiServer = server,
            ElasticIp = held.FirstOrDefault(entry => entry.Kind == ResourceKinds.ElasticIp)?.Address,
            Nodes = [.. plan.AllNodes.Select(node => Describe(node, held, server is not null, live))],
            CertificateDays = CertificateDaysLeft(services, plan),
            DisruptionLock = await services.GetRequiredService<DisruptionLock>().FindAsync(name, cancellationToken),
            Run = run is null ? null : $"{run.DefinitionId} {run.Id}",
            OpenIncidents = run is null ? 0 : (await instances.IncidentsAsync(run.Id, cancellationToken: cancellationToken)).Count,
        };
    }

    public void Write()
    {
        Console.WriteLine($"Cluster '{Cluster}', Kubernetes {Version}, API {(ElasticIp is null ? "has no address yet" : $"at {ElasticIp}")}{(ApiServer is null ? ", no API server answers" : "")}");
        var table = new Table().Border(TableBorder.None).AddColumns("NODE", "ROLE", "ADDRESS", "KUBELET", "STATE");
        foreach (var node in Nodes)
            table.AddRow(node.Name, node.Role, node.Address ?? "", node.Kubernetes, Markup.Escape(node.State));
        AnsiConsole.Write(table);
        if (CertificateDays is { } days)
            Console.WriteLine($"Certificates: the first ends in {days} days.");
        if (DisruptionLock is { } holding)
            Console.WriteLine($"Disruption lock: held by run {holding.Owner} for {holding.Purpose}.");
        Console.WriteLine(Run is null ? "No run is under way." : $"Under way: {Run}{(OpenIncidents > 0 ? $", with {OpenIncidents} open incidents" : "")}. `masterplan runs show {Run.Split(' ')[1]}` tells more.");
    }

    private static async Task<(string? Server, Dictionary<string, V1Node> Nodes)> LiveAsync(IServiceProvider services, ClusterPlan plan, IReadOnlyList<LedgerEntry> held, CancellationToken cancellationToken)
    {
        foreach (var master in plan.Masters)
        {
            try
            {
                if (held.FirstOrDefault(entry => entry.Kind == ResourceKinds.Instance && entry.Name == master.Name)?.Address is not { } address)
                    continue;
                var api = services.GetRequiredService<IKubernetesClients>().At(plan.Name, address, plan.Spec.Kubernetes.ApiPort);
                if (await api.IsReadyAsync(cancellationToken))
                    return (api.Server, (await api.NodesAsync(cancellationToken)).ToDictionary(node => node.Metadata.Name, StringComparer.Ordinal));
            }
            catch (Exception exception) when (exception is KubernetesException || Transience.IsTransient(exception))
            {
                // Another master may tell.
            }
        }

        return (null, []);
    }

    private static Node Describe(PlannedNode node, IReadOnlyList<LedgerEntry> held, bool answered, Dictionary<string, V1Node> live)
    {
        var entry = held.FirstOrDefault(entry => entry.Kind == ResourceKinds.Instance && entry.Name == node.Name);
        var state = live.TryGetValue(node.Name, out var found)
            ? (found.IsReady() ? "Ready" : found.WhyNotReady()) + (found.IsCordoned() ? ", cordoned" : "")
            : entry?.Address is null ? "not launched" : answered ? "not registered" : "unknown";
        return new(node.Name, ClusterPlan.Word(node.Role), entry?.Address, found?.KubeletVersion() ?? "", state);
    }

    private static int? CertificateDaysLeft(IServiceProvider services, ClusterPlan plan)
    {
        var secrets = services.GetRequiredService<ClusterSecrets>();
        var ends = plan.AllNodes.Select(node => node.Name).Append(CertificateHolders.People)
            .SelectMany(holder => secrets.Certificates(plan.Name, holder).Values)
            .Select(certificate => CertificateFacts.Read(certificate.Certificate).NotAfter)
            .ToList();
        return ends.Count == 0 ? null : (int)(ends.Min() - services.GetRequiredService<TimeProvider>().GetUtcNow()).TotalDays;
    }
}
