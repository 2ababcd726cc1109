using Masterplan.Rehearsal.Faults;
using Masterplan.Rehearsal.Kubernetes.Api;
using Masterplan.Rehearsal.Kubernetes.Components;
using Masterplan.Rehearsal.Kubernetes.Http;
using Masterplan.Rehearsal.Latencies;
using Masterplan.Rehearsal.Nodes;
using Masterplan.Rehearsal.Nodes.Processes;
using Masterplan.StandIns.Etcd;

namespace Masterplan.StandIns.ControlPlane;

/// <summary>Stands in for the kube-apiserver: the rehearsal's API, with its objects in a real etcd.</summary>
internal static class ApiServerStandIn
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static async Task RunAsync(ProgramStart start, CancellationToken stop)
    {
        var options = new ApiServerOptions(start);
        using var etcd = new EtcdClient(Nearest(options.EtcdServers), options.EtcdRoots ?? [], options.EtcdClient);
        await FindAsync(etcd, stop);
        var keys = new EtcdKeyspace(etcd, stop);
        var world = new World(Path.GetTempPath(), new Pace(1, TimeProvider.System), new LatencyLog(), new FaultPlan([], 0));
        NodeLeases? leases = null;
        var cluster = new ApiCluster(world, keys) { HearsKubelet = name => leases!.AreFresh(name) };
        leases = new NodeLeases(cluster);
        var following = keys.WatchAsync();
        var asking = keys.AskAsync();
        Bootstrap.Ensure(cluster, options.ServiceRange);
        var server = new ApiServer(cluster, start.HostName, start.Version, options.Certificate, options.Authenticator, options.Authorizes, () => keys.Answers)
        {
            TokenSigner = options.TokenSigner,
            Issuer = options.Issuer,
            Stopping = stop,
        };
        await using var listener = await ApiListener.OpenAsync(server, "0.0.0.0", options.Port, stop);
        start.Log.Add($"Serving securely on [::]:{options.Port}");
        await Task.WhenAll(following, asking, new Elections(cluster, start.HostName).FollowAsync(stop), new KubernetesEndpoints(cluster, start.HostName, options.AdvertiseAddress, options.Port).KeepAsync(stop));
    }

    /// <summary>The members with the one on this node first.</summary>
    private static List<Uri> Nearest(IReadOnlyList<Uri> members)
    {
        var own = System.Net.NetworkInformation.NetworkInterface.GetAllNetworkInterfaces().SelectMany(card => card.GetIPProperties().UnicastAddresses).Select(address => address.Address.ToString()).ToHashSet();
        return [.. members.OrderBy(member => own.Contains(member.Host) ? 0 : 1)];
    }

    private static async Task FindAsync(EtcdClient etcd, CancellationToken stop)
    {
        var until = TimeProvider.System.GetUtcNow() + Patience;
        string? last = null;
        while (true)
        {
            try
            {
                await etcd.RangeAsync("/registry/health", stop);
                return;
            }
            catch (HttpRequestException e)
            {
                var why = $"grpc: addrConn.createTransport failed to connect: {e.Message} {e.InnerException?.Message}";
                if (TimeProvider.System.GetUtcNow() > until)
                    throw new RefusalException($"Error: {why}");
                if (why != last)
                    await Console.Error.WriteLineAsync(why);
                last = why;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System, stop);
        }
    }
}
