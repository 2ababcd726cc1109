using Masterplan.Rehearsal.Kubernetes.Api;
using Masterplan.Rehearsal.Kubernetes.Http;
using Masterplan.Rehearsal.Latencies;
using Masterplan.Rehearsal.Nodes.Etcd;
using Masterplan.Rehearsal.Nodes.Processes;

namespace Masterplan.Rehearsal.Kubernetes.Components;

/// <summary>kube-apiserver: checks what it was given, waits for its etcd, then opens a real TLS port.</summary>
public sealed class ApiServerProgram : IProgram
{
    public async Task RunAsync(ProcessContext context, CancellationToken stop)
    {
        var options = new ApiServerOptions(context);
        await context.Impose(LatencySteps.ApiServerStart, 8, stop).ConfigureAwait(false);
        var etcd = await FindEtcd(context, options, stop).ConfigureAwait(false);
        var cluster = ApiCluster.Of(context.World, etcd.Cluster!);
        Bootstrap.Ensure(cluster, options.ServiceRange);
        var server = new ApiServer(cluster, context.Machine.Name, context.Version, options.Certificate, options.Authenticator, options.Authorizes, () => Etcd(context, options).Member is { Serves: true })
        {
            TokenSigner = options.TokenSigner,
            Issuer = options.Issuer,
            Stopping = stop,
        };
        context.Listen("0.0.0.0", options.Port, server);
        var listener = await ApiListener.OpenAsync(server, context.Machine.Address, options.Port, stop).ConfigureAwait(false);
        await using (listener.ConfigureAwait(false))
        {
            context.Log.Add($"Serving securely on [::]:{options.Port}");
            context.Ready();
            context.World.Network.Changed.Raise();
            await Task.Delay(Timeout.InfiniteTimeSpan, context.World.Pace.Clock, stop).ConfigureAwait(false);
        }
    }

    private static async Task<EtcdMember> FindEtcd(ProcessContext context, ApiServerOptions options, CancellationToken stop)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var enough = context.World.Pace.Wait(TimeSpan.FromSeconds(60), patience.Token);
        string? last = null;
        while (true)
        {
            var changed = context.World.Network.Changed.Next;
            var (member, fault) = Etcd(context, options);
            if (member is { Serves: true })
            {
                await patience.CancelAsync().ConfigureAwait(false);
                return member;
            }

            fault ??= "context deadline exceeded";
            if (fault != last)
                context.Log.Add($"grpc: addrConn.createTransport failed to connect: {fault}");
            last = fault;
            await Task.WhenAny(changed, enough).ConfigureAwait(false);
            stop.ThrowIfCancellationRequested();
            if (enough.IsCompleted)
                throw new RefusalException($"Error: error creating storage factory: context deadline exceeded ({fault})");
        }
    }

    /// <summary>An etcd member that lets us in, preferably one that serves; or why none does.</summary>
    private static (EtcdMember? Member, string? Fault) Etcd(ProcessContext context, ApiServerOptions options)
    {
        (EtcdMember? Member, string? Fault) best = (null, null);
        foreach (var url in options.EtcdServers)
        {
            if (context.World.Network.Connect<EtcdMember>(context.Machine, url.Host, url.Port) is not { } member)
                best.Fault ??= $"dial tcp {url.Authority}: connect: connection refused";
            else if (member.Refuses(url, options.EtcdRoots, options.EtcdClient) is { } fault)
                best.Fault = $"authentication handshake failed: {fault}";
            else if (member.Serves)
                return (member, null);
            else
                best.Member = member;
        }

        return best;
    }
}
