using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Masterplan.Rehearsal.Kubernetes.Objects;
using Masterplan.Rehearsal.Nodes.Processes;
using Masterplan.Rehearsal.Nodes.Programs;
using Masterplan.Rehearsal.Nodes.Tls;

namespace Masterplan.Rehearsal.Nodes.Etcd;

/// <summary>flanneld on etcd v3: reads the network, takes a subnet, writes subnet.env.</summary>
public sealed class FlanneldProgram : IProgram
{
    public async Task RunAsync(ProcessContext context, CancellationToken stop)
    {
        var flags = ProgramFlags.Parse(context, "FLANNELD_");
        var prefix = flags["etcd-prefix"] ?? "/coreos.com/network";
        var roots = flags["etcd-cafile"] is { } ca ? Trust.Pool(context.Files.Need(ca), ca) : null;
        var client = flags["etcd-certfile"] is { } certificate ? Trust.Pair(context.Files, certificate, flags.Need("etcd-keyfile")) : null;
        string? last = null;
        while (true)
        {
            var changed = context.World.Network.Changed.Next;
            var fault = TryLease(context, flags, prefix, roots, client);
            if (fault is null)
                break;
            if (fault != last)
                context.Log.Add($"E main.go] Couldn't fetch network config: {fault}");
            last = fault;
            await context.World.Pace.Wait(TimeSpan.FromSeconds(1), stop).ConfigureAwait(false);
            await context.World.Await(changed, TimeSpan.FromSeconds(5), stop).ConfigureAwait(false);
        }

        if (flags["healthz-port"] is { } port && port != "0")
            context.Listen(flags["healthz-ip"] ?? "0.0.0.0", int.Parse(port));
        context.Ready();
        await Task.Delay(Timeout.InfiniteTimeSpan, context.World.Pace.Clock, stop).ConfigureAwait(false);
    }

    private static string? TryLease(ProcessContext context, ProgramFlags flags, string prefix, X509Certificate2Collection? roots, X509Certificate2? client)
    {
        string? fault = null;
        foreach (var url in (flags["etcd-endpoints"] ?? "http://127.0.0.1:4001,http://127.0.0.1:2379").Split(',').Select(u => new Uri(u)))
        {
            if (context.World.Network.Connect<EtcdMember>(context.Machine, url.Host, url.Port) is not { } member)
                fault ??= $"dial tcp {url.Authority}: connect: connection refused";
            else if (member.Refuses(url, roots, client) is { } refused)
                fault = refused;
            else if (!member.Serves)
                fault ??= "context deadline exceeded";
            else
                return Lease(context, flags, member.Cluster!.Keys, prefix);
        }

        return fault;
    }

    private static string? Lease(ProcessContext context, ProgramFlags flags, Keyspace keys, string prefix)
    {
        if (keys.Get($"{prefix}/config") is not { } key)
            return $"100: Key not found ({prefix}/config)";
        if (JsonNode.Parse(Encoding.UTF8.GetString(key.Value)).Text("Network")?.Split('/') is not [var network, _])
            return "Network field in config is missing";
        var octets = network.Split('.');
        var (_, subnet) = keys.Transact(k =>
        {
            var leases = k.WithPrefix($"{prefix}/subnets/");
            var own = leases.FirstOrDefault(l => JsonNode.Parse(Encoding.UTF8.GetString(l.Value)).Text("PublicIP") == context.Machine.Address);
            if (own is not null)
                return (true, int.Parse(own.Key.Split('/')[^1].Split('.')[2].Split('-')[0]));
            var used = leases.Select(l => l.Key).ToHashSet();
            var free = Enumerable.Range(1, 254).First(n => !used.Contains(KeyOf(n)));
            k.Put(KeyOf(free), Encoding.UTF8.GetBytes($"{{\"PublicIP\":\"{context.Machine.Address}\",\"BackendType\":\"vxlan\",\"BackendData\":{{\"VNI\":1}}}}"));
            return (false, free);
        });
        context.Machine.Disk.WriteText(flags["subnet-file"] ?? "/run/flannel/subnet.env", $"FLANNEL_NETWORK={network}/16\nFLANNEL_SUBNET={octets[0]}.{octets[1]}.{subnet}.1/24\nFLANNEL_MTU=1450\nFLANNEL_IPMASQ=true\n");
        return null;

        string KeyOf(int n) => $"{prefix}/subnets/{octets[0]}.{octets[1]}.{n}.0-24";
    }
}
