using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Masterplan.Rehearsal.Kubernetes.Access;
using Masterplan.Rehearsal.Kubernetes.Controllers;
using Masterplan.Rehearsal.Kubernetes.Resources;
using Masterplan.Rehearsal.Kubernetes.Storage;
using Masterplan.Rehearsal.Nodes;
using Masterplan.Rehearsal.Nodes.Etcd;
using Masterplan.Rehearsal.Nodes.Pods;

namespace Masterplan.Rehearsal.Kubernetes.Api;

/// <summary>What all API servers on one etcd cluster share.</summary>
public sealed class ApiCluster
{
    private static readonly ConditionalWeakTable<EtcdCluster, ApiCluster> Known = [];

    public ApiCluster(World world, IKeyspace keys)
    {
        World = world;
        Store = new ObjectStore(keys);
        Types = new Catalogue(Store);
        Objects = new Registry(this);
        Rbac = new Rbac(Store);
        Leaders = new Leaders(this);
        HearsKubelet = Kubelets.ContainsKey;
        Store.Changed += Dispatch;
    }

    public World World { get; }

    public ObjectStore Store { get; }

    public Catalogue Types { get; }

    public Registry Objects { get; }

    public Rbac Rbac { get; }

    public Leaders Leaders { get; }

    /// <summary>The kubelets that are connected now, by node name.</summary>
    public ConcurrentDictionary<string, KubeletSession> Kubelets { get; } = new(StringComparer.Ordinal);

    /// <summary>Whether a node's kubelet gives signs of life.</summary>
    public Func<string, bool> HearsKubelet { get; init; }

    public static ApiCluster Of(World world, EtcdCluster etcd) => Known.GetValue(etcd, e => new ApiCluster(world, e.Keys));

    private void Dispatch(StoreEvent change)
    {
        if (change.Key.StartsWith("/registry/core/pods/", StringComparison.Ordinal)
            && Registry.NodeOf(change) is { } node && Kubelets.TryGetValue(node, out var kubelet))
            kubelet.Post(change);
        Leaders.Notice(change);
    }
}
