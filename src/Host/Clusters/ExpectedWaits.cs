using Masterplan.Activities.Clusters.Planning;

namespace Masterplan.Host.Clusters;

/// <summary>How long a bootstrap must wait at the least, link by link: durations as seen on Exoscale and with the stack's own parts. A pure function.</summary>
internal static class ExpectedWaits
{
    public sealed record Link(string What, double Seconds);

    public static IReadOnlyList<Link> Chain(ClusterPlan plan, bool somethingMissing) => somethingMissing
        ?
        [
            new("cloud resources side by side, the OS template longest", 90),
            new("all instances at once", 30),
            new("boot until SSH answers", 40),
            new("masters together: images, etcd, election", 17),
            new("API servers", 8),
            .. plan.Workers.Count > 0 ? [new("workers together: images, Ready", 20), new Link("add-ons", 17)] : Array.Empty<Link>(),
        ]
        : [];
}
