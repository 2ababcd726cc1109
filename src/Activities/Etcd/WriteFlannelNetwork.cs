using Masterplan.Activities.Clusters.Changes;
using Masterplan.Activities.Nodes.Files;
using Masterplan.Activities.Steps;

namespace Masterplan.Activities.Etcd;

[Activity("Masterplan", "etcd", "Writes the pod network into infra-etcd, where every flanneld reads it.", DisplayName = "Write pod network")]
public sealed class WriteFlannelNetwork : ClusterActivity
{
    /// <summary>flanneld's key, with its leading slash.</summary>
    public const string Key = "/coreos.com/network/config";

    protected override async Task<Progress> AttemptAsync(ClusterScope scope)
    {
        var masters = await scope.MasterAddressesAsync();
        await using var node = await scope.OpenAsync(masters[0].Key);
        var etcdctl = new EtcdCtl(node, EtcdCluster.Infra, masters);
        var wished = NetworkFiles.FlannelNetwork(scope.Plan.Spec.Network);
        if (await etcdctl.GetAsync(Key, scope.CancellationToken) == wished)
            return Progress.Done;
        await scope.ChangeAsync([new(ChangeKind.Api, $"infra-etcd: {Key}")], () => etcdctl.PutAsync(Key, wished, scope.CancellationToken));
        return Progress.Done;
    }
}
