using Masterplan.Rehearsal.Kubernetes.Api;
using Masterplan.Rehearsal.Kubernetes.Objects;
using Masterplan.Rehearsal.Kubernetes.Resources;

namespace Masterplan.StandIns.ControlPlane;

/// <summary>
/// Does the work of the controller manager and the scheduler while the ones on this node hold their leases: they keep the lease, and the
/// rehearsal's controllers, which work on the store itself, run beside it.
/// </summary>
internal sealed class Elections(ApiCluster cluster, string node)
{
    private static readonly TimeSpan LeaseDuration = TimeSpan.FromSeconds(15);
    private readonly Dictionary<string, IDisposable> led = new(StringComparer.Ordinal);

    public Task FollowAsync(CancellationToken stop) => Loop.RunAsync("elections", TimeSpan.FromSeconds(1), _ =>
    {
        foreach (var component in new[] { "kube-controller-manager", "kube-scheduler" })
            Follow(component);
        // Silence is an event as well.
        if (led.Count > 0)
            cluster.Leaders.WakeAfter(TimeSpan.Zero);
        return Task.CompletedTask;
    }, stop);

    private void Follow(string component)
    {
        var holder = cluster.Objects.Find(Catalogue.Of("leases"), "kube-system", component).Text("spec", "holderIdentity");
        var leads = holder?.StartsWith($"{node}_", StringComparison.Ordinal) == true && NodeLeases.AreFresh(cluster, "kube-system", component, LeaseDuration);
        if (leads && !led.ContainsKey(component))
            led[component] = cluster.Leaders.Stand(component, holder!);
        else if (!leads && led.Remove(component, out var candidacy))
            candidacy.Dispose();
    }
}
