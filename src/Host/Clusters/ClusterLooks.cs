using k8s.Models;
using Masterplan.Activities;
using Masterplan.Activities.Clusters.Ledger;
using Masterplan.Activities.Clusters.Planning;
using Masterplan.Activities.Clusters.Secrets;
using Masterplan.Activities.Etcd;
using Masterplan.Activities.Kubernetes;
using Masterplan.Activities.Nodes;
using Masterplan.Activities.Pki;
using Masterplan.Activities.Steps;

namespace Masterplan.Host.Clusters;

/// <summary>Looks at clusters: asks the API servers, and etcd through its masters. What does not answer in time is left out.</summary>
/// <param name="secrets">The keys to the clusters.</param>
/// <param name="kubernetes">The way to the API servers.</param>
/// <param name="doors">The way to the nodes; none in a process that has no cloud.</param>
/// <param name="clock">Bounds the look.</param>
internal sealed class ClusterLooks(ClusterSecrets secrets, IKubernetesClients kubernetes, IEnumerable<INodeDoors> doors, TimeProvider clock)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(8);

    public async Task<ClusterLook> LookAsync(ClusterPlan plan, IReadOnlyList<LedgerEntry> held, CancellationToken cancellationToken)
    {
        var masters = plan.Masters.Select(master => KeyValuePair.Create(master.Name, Address(master, held))).Where(master => master.Value.Length > 0).ToList();
        using var late = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        var etcd = Task.WhenAll(EtcdCluster.All.Select(cluster => EtcdAsync(plan, cluster, masters, either.Token)));
        var (server, nodes) = await NodesAsync(plan, masters, either.Token);
        return new(server, nodes, [.. (await etcd).OfType<EtcdView>()]);
    }

    private static string Address(PlannedNode master, IReadOnlyList<LedgerEntry> held) =>
        held.FirstOrDefault(entry => entry.Kind == ResourceKinds.Instance && entry.Name == master.Name)?.Address ?? "";

    private async Task<(string? Server, IReadOnlyDictionary<string, V1Node> Nodes)> NodesAsync(ClusterPlan plan, List<KeyValuePair<string, string>> masters, CancellationToken cancellationToken)
    {
        // Without an administrator's certificate nothing can be asked; and asking would make the authority.
        if (!secrets.Certificates(plan.Name, CertificateHolders.People).ContainsKey(CertificateProfiles.SuperAdmin))
            return (null, ClusterLook.Nothing.Nodes);
        foreach (var (_, address) in masters)
        {
            try
            {
                var api = kubernetes.At(plan.Name, address, plan.Spec.Kubernetes.ApiPort);
                if (await api.IsReadyAsync(cancellationToken))
                    return (api.Server, (await api.NodesAsync(cancellationToken)).ToDictionary(node => node.Metadata.Name, StringComparer.Ordinal));
            }
            catch (Exception exception) when (IsNoAnswer(exception))
            {
                // Another master may tell.
            }
        }

        return (null, ClusterLook.Nothing.Nodes);
    }

    /// <summary>Null if no master could be asked.</summary>
    private async Task<EtcdView?> EtcdAsync(ClusterPlan plan, EtcdCluster cluster, List<KeyValuePair<string, string>> masters, CancellationToken cancellationToken)
    {
        EtcdView? best = null;
        foreach (var (name, address) in masters)
        {
            try
            {
                foreach (var door in doors)
                {
                    await using var node = await door.OpenAsync(new(plan.Name, name, address, secrets.SshKey(plan.Name)), cancellationToken);
                    var view = View(cluster, await new EtcdCtl(node, cluster, masters).ObserveAsync(cancellationToken), plan.Masters.Count);
                    if (view.HasQuorum)
                        return view;
                    best ??= view;
                }
            }
            catch (Exception exception) when (IsNoAnswer(exception))
            {
                // Another master may tell.
            }
        }

        return best;
    }

    private static EtcdView View(EtcdCluster cluster, EtcdObservation seen, int masters)
    {
        var health = EtcdVerdict.Judge(seen, masters);
        return new(cluster.Id, health.HasQuorum, health.Summary, [.. seen.Members.Select(member => new EtcdView.Member(member.Name, member.Name == health.Leader, member.Status is not null, member.Status?.Version ?? ""))]);
    }

    private static bool IsNoAnswer(Exception exception) => exception is MasterplanException or OperationCanceledException || Transience.IsTransient(exception);
}
