using Masterplan.Activities.Clusters;

namespace Masterplan.Activities.Tests.Clusters;

/// <summary>Has a run under way for the clusters that a test names.</summary>
internal sealed class FakeClusterRuns : IClusterRuns
{
    public HashSet<string> UnderWay { get; } = [];

    public Task<bool> IsAnyUnderWayAsync(string cluster, CancellationToken cancellationToken) => Task.FromResult(UnderWay.Contains(cluster));
}
