namespace Masterplan.Host.Commands;

/// <summary>A run that a command wants.</summary>
/// <param name="Definition">The workflow definition.</param>
/// <param name="Cluster">The cluster, which is also the correlation id.</param>
/// <param name="Input">The workflow's input.</param>
internal sealed record RunPlan(string Definition, string Cluster, Dictionary<string, object?> Input)
{
    /// <summary>The runs of which a cluster has at most one under way.</summary>
    public static IReadOnlyList<string> Exclusive { get; } = ["cluster-bootstrap", "worker-add", "cluster-upgrade", "os-maintenance", "cluster-teardown"];
}
