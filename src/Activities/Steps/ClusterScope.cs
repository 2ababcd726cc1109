using Masterplan.Activities.Cloud;
using Masterplan.Activities.Clusters;
using Masterplan.Activities.Clusters.Changes;
using Masterplan.Activities.Clusters.Ledger;
using Masterplan.Activities.Clusters.Locks;
using Masterplan.Activities.Clusters.Planning;
using Masterplan.Activities.Clusters.Secrets;
using Masterplan.Activities.Kubernetes;
using Masterplan.Activities.Nodes;
using Masterplan.Exoscale;

namespace Masterplan.Activities.Steps;

/// <summary>What an attempt works with: the cluster's plan, the run, and the doors to cloud, nodes and Kubernetes.</summary>
public sealed class ClusterScope(ActivityExecutionContext context, ClusterPlan plan, CancellationToken cancellationToken)
{
    public ActivityExecutionContext Context { get; } = context;

    public ClusterPlan Plan { get; } = plan;

    public string Cluster => Plan.Name;

    public string Run { get; } = RunIdentity.Of(context);

    public string Step => Context.Activity.Id ?? Context.Activity.Type;

    public CancellationToken CancellationToken { get; } = cancellationToken;

    public Tempo Tempo => Tempo.Of(Context);

    public TimeProvider Clock => Context.GetRequiredService<TimeProvider>();

    public IExoscaleApi Cloud => Context.GetRequiredService<IClouds>().Zone(Plan.Spec.Zone);

    public ResourceLedger Ledger => Context.GetRequiredService<ResourceLedger>();

    public ClusterRegistry Registry => Context.GetRequiredService<ClusterRegistry>();

    public DisruptionLock DisruptionLock => Context.GetRequiredService<DisruptionLock>();

    public ClusterSecrets Secrets => Context.GetRequiredService<ClusterSecrets>();

    public IKubernetesClients Kubernetes => Context.GetRequiredService<IKubernetesClients>();

    /// <summary>Makes changes outside, which the run's record tells before they are made.</summary>
    public Task ChangeAsync(IReadOnlyCollection<Change> changes, Func<Task> make) => ChangeAsync(
        changes,
        async () =>
        {
            await make();
            return true;
        });

    /// <summary>Makes changes outside, which the run's record tells before they are made; what turns out not to have been made is struck.</summary>
    /// <param name="changes">What is changed.</param>
    /// <param name="make">Makes them.</param>
    /// <param name="isMade">Whether the answer says that they were made; always, where it is null.</param>
    public Task<T> ChangeAsync<T>(IReadOnlyCollection<Change> changes, Func<Task<T>> make, Func<T, bool>? isMade = null) =>
        Context.GetRequiredService<ChangeLog>().MakeAsync(Run, Cluster, changes, make, isMade, CancellationToken);

    /// <summary>The public address of a node's instance; null while it has none.</summary>
    public async Task<string?> FindAddressAsync(string node) => (await Ledger.FindAsync(Cluster, ResourceKinds.Instance, node, CancellationToken))?.Address;

    /// <summary>The public address of a node's instance.</summary>
    /// <exception cref="NodeException">The ledger has none; transient, as it may be under way.</exception>
    public async Task<string> AddressAsync(string node) =>
        await FindAddressAsync(node)
        ?? throw new NodeException($"Node '{node}' has no address yet: its instance was not launched. Run `masterplan bootstrap {Cluster}` to launch it.", isTransient: true);

    /// <summary>The public address of a node that the same workflow launched before.</summary>
    /// <exception cref="NodeException">The ledger has none, so the launch was skipped.</exception>
    public async Task<string> LaunchedAddressAsync(string node) =>
        await FindAddressAsync(node)
        ?? throw new NodeException($"Node '{node}' has no instance: its launch was skipped. Cancel this run, then run `masterplan bootstrap {Cluster}` to launch it.", isTransient: false);

    /// <summary>The masters' addresses by name, in order.</summary>
    public async Task<IReadOnlyList<KeyValuePair<string, string>>> MasterAddressesAsync()
    {
        var addresses = new List<KeyValuePair<string, string>>();
        foreach (var master in Plan.Masters)
            addresses.Add(new(master.Name, await AddressAsync(master.Name)));
        return addresses;
    }

    /// <summary>The elastic IP's address.</summary>
    public async Task<string> ElasticIpAsync() =>
        (await Ledger.FindAsync(Cluster, ResourceKinds.ElasticIp, Plan.ElasticIpDescription, CancellationToken))?.Address
        ?? throw new NodeException($"Cluster '{Cluster}' has no elastic IP yet. Run `masterplan bootstrap {Cluster}` to reserve it.", isTransient: true);

    /// <summary>Opens the door to a node.</summary>
    public async Task<INode> OpenAsync(string node) =>
        await Context.GetRequiredService<INodeDoors>().OpenAsync(new(Cluster, node, await AddressAsync(node), Secrets.SshKey(Cluster)), CancellationToken);
}
