namespace Masterplan.Host.Api;

/// <summary>Where more is told about a run.</summary>
/// <param name="Run">The run with its steps.</param>
/// <param name="Events">What happens in it, as server-sent events.</param>
/// <param name="Page">The page for people.</param>
/// <param name="Viewer">The run in Studio.</param>
/// <param name="Cluster">Its cluster; unset if it is of none.</param>
internal sealed record RunLinks(string Run, string Events, string Page, string Viewer, string? Cluster)
{
    public static RunLinks Of(string run, string? cluster = null) => new(
        $"/api/runs/{run}",
        $"/api/runs/{run}/events",
        $"/runs/{run}",
        $"/studio/workflows/instances/{run}/view",
        cluster is null ? null : $"/api/clusters/{Uri.EscapeDataString(cluster)}");
}
