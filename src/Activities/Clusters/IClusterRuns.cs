namespace Masterplan.Activities.Clusters;

/// <summary>The runs of clusters' lives, as whoever executes them knows them.</summary>
public interface IClusterRuns
{
    /// <summary>Whether a run of that cluster's life has not ended: it works, waits, or needs a person.</summary>
    Task<bool> IsAnyUnderWayAsync(string cluster, CancellationToken cancellationToken);
}
