namespace Masterplan.Host.Clusters;

/// <summary>What a bootstrap would make, and how long it must wait at the least.</summary>
/// <param name="Cluster">The cluster's name.</param>
/// <param name="Zone">Where it is, or would be.</param>
/// <param name="Version">Its Kubernetes version.</param>
/// <param name="Masters">How many it shall have.</param>
/// <param name="Workers">How many it shall have.</param>
/// <param name="Create">The resources of the cloud that are missing, as kind and name.</param>
/// <param name="Chain">The longest chain of waits, link by link.</param>
internal sealed record BootstrapPreview(string Cluster, string Zone, string Version, int Masters, int Workers, IReadOnlyList<string> Create, IReadOnlyList<ExpectedWaits.Link> Chain)
{
    public double WaitChainSeconds => Chain.Sum(link => link.Seconds);
}
