using System.ComponentModel.DataAnnotations;
using Masterplan.Activities.Steps;

namespace Masterplan.Activities.Etcd;

[Activity("Masterplan", "etcd", "Waits until an etcd cluster has a quorum, or until all of its members are healthy, which it must be before one is taken away.", DisplayName = "Wait for etcd quorum")]
public sealed class WaitForEtcdQuorum : ClusterActivity
{
    [Required]
    [Input(DisplayName = "etcd cluster", Description = "infra (flanneld and the reboot lock) or kubernetes (the API servers).", UIHint = InputUIHints.DropDown, Options = new[] { "infra", "kubernetes" })]
    public Input<string> EtcdCluster { get; set; } = default!;

    [Input(DisplayName = "All members", Description = "Wait for every member, not only for a majority.", DefaultValue = false)]
    public Input<bool> AllMembers { get; set; } = new(false);

    [Input(DisplayName = "Except", Description = "A master that is about to be replaced: its member does not count, and the others must have the quorum without it.")]
    public Input<string> Except { get; set; } = new("");

    protected override async Task<Progress> AttemptAsync(ClusterScope scope)
    {
        var cluster = Etcd.EtcdCluster.Parse(scope.Context.Get(EtcdCluster) ?? "");
        var health = await EtcdObserver.ObserveAsync(scope, cluster, except: scope.Context.Get(Except) is { Length: > 0 } except ? except : null);
        scope.Context.JournalData["Members"] = health.Summary;
        return (scope.Context.Get(AllMembers) ? health.AllHealthy : health.HasQuorum)
            ? Progress.Done
            : Progress.NotYet($"{cluster.Id}-etcd: {health.Summary}");
    }
}
