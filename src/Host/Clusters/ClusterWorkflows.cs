namespace Masterplan.Host.Clusters;

/// <summary>The workflows of a cluster's life, with their checks. Command line, HTTP and Studio start them through this list.</summary>
internal static class ClusterWorkflows
{
    public const string Cluster = "Cluster";
    public const string Webhook = "Webhook";
    private const string Spec = "Spec";
    private const string Workers = "Workers";
    private const string Node = "Node";
    private const string Version = "Version";
    private const string Backup = "Backup";
    private const string IgnoreWindows = "IgnoreWindows";

    private static readonly ClusterWorkflow[] All =
    [
        new("cluster-bootstrap", [Cluster], (services, input, token) => ClusterChecks.BootstrapAsync(services, input.Text(Cluster), input.Text(Spec), 0, token)),
        new("worker-add", [Cluster, Workers], (services, input, token) => ClusterChecks.WorkerAddAsync(services, input.Text(Cluster), input.Number(Workers) ?? 0, token)),
        new("worker-remove", [Cluster, Workers], (services, input, token) => ClusterChecks.WorkerRemoveAsync(services, input.Text(Cluster), input.Number(Workers), token)),
        new("cluster-upgrade", [Cluster, Version], (services, input, token) => ClusterChecks.UpgradeAsync(services, input.Text(Cluster), input.Text(Version), token)),
        new("os-maintenance", [Cluster], (services, input, token) => ClusterChecks.MaintenanceAsync(services, input.Text(Cluster), input.Flag(IgnoreWindows), token)) { ServesAll = true },
        new("master-replace", [Cluster, Node], (services, input, token) => ClusterChecks.MasterReplaceAsync(services, input.Text(Cluster), input.Text(Node), token)),
        new("certificate-renewal", [Cluster], (services, input, token) => ClusterChecks.KnownAsync(services, input.Text(Cluster), token)) { ServesAll = true },
        new("cluster-backup", [Cluster], (services, input, token) => ClusterChecks.KnownAsync(services, input.Text(Cluster), token)) { ServesAll = true },
        new("cluster-restore", [Cluster, Backup], (services, input, token) => ClusterChecks.RestoreAsync(services, input.Text(Cluster), input.Text(Backup), token)),
        new("cluster-teardown", [Cluster], (services, input, token) => ClusterChecks.KnownAsync(services, input.Text(Cluster), token)),
    ];

    /// <summary>The runs of which a cluster has at most one under way.</summary>
    public static IReadOnlyList<string> DefinitionIds { get; } = [.. All.Select(workflow => workflow.DefinitionId)];

    /// <summary>Null for any other workflow.</summary>
    public static ClusterWorkflow? Find(string definitionId) => Array.Find(All, workflow => workflow.DefinitionId == definitionId);
}
