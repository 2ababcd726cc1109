using System.Text.Json.Nodes;
using Masterplan.Rehearsal.Kubernetes.Objects;
using Masterplan.Rehearsal.Nodes.Processes;
using Masterplan.Rehearsal.Nodes.Programs;
using Masterplan.Rehearsal.Nodes.Tls;
using Masterplan.StandIns.Etcd;

namespace Masterplan.StandIns.Network;

/// <summary>Stands in for flanneld: reads the network from etcd, leases a subnet, brings up vxlan and keeps the ways to the other nodes' subnets.</summary>
internal static class FlanneldStandIn
{
    private static readonly TimeSpan LeaseLength = TimeSpan.FromHours(24);

    public static async Task RunAsync(ProgramStart start, CancellationToken stop)
    {
        var flags = ProgramFlags.Parse(start, "FLANNELD_");
        var files = start.Files;
        var roots = flags["etcd-cafile"] is { } ca ? Trust.Pool(files.Need(ca), ca) : [];
        var client = flags["etcd-certfile"] is { } certificate ? Trust.Pair(files, certificate, flags.Need("etcd-keyfile")) : null;
        using var etcd = new EtcdClient([.. flags.Need("etcd-endpoints").Split(',').Select(url => new Uri(url))], roots, client);
        var prefix = flags["etcd-prefix"] ?? "/coreos.com/network";
        var address = flags.Need("public-ip");
        using var leased = new CancellationTokenSource();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, leased.Token);
        Lease? lease = null;
        try
        {
            await Loop.RunAsync("Couldn't fetch network config", TimeSpan.FromSeconds(1), async _ =>
            {
                lease = await TakeAsync(etcd, prefix, address, stop);
                await leased.CancelAsync();
            }, either.Token);
        }
        catch (OperationCanceledException) when (lease is not null)
        {
            // It has its subnet.
        }

        using var health = HealthPort.Open(flags["healthz-ip"] ?? "0.0.0.0", int.Parse(flags["healthz-port"] ?? "0"), null, () => (200, "flanneld is running"));
        await WriteAsync(flags["subnet-file"] ?? "/run/flannel/subnet.env", lease!, flags.Is("ip-masq"));
        Notify.Ready();
        await FollowAsync(etcd, prefix, lease!, stop);
    }

    private static async Task<Lease> TakeAsync(EtcdClient etcd, string prefix, string address, CancellationToken stop)
    {
        var (_, found) = await etcd.RangeAsync($"{prefix}/config", stop);
        var network = found.Select(key => JsonNode.Parse(EtcdClient.Decode(key.Text("value")))).FirstOrDefault() ?? throw new HttpRequestException($"100: Key not found ({prefix}/config)");
        var mac = await Vxlan.MakeAsync(address, (int)(network.Number("Backend", "Port") ?? 8472));
        var (_, keys) = await etcd.RangeAsync($"{prefix}/subnets/", stop);
        var taken = keys.Select(key => Lease.Read(EtcdClient.Decode(key.Text("key")), EtcdClient.Decode(key.Text("value")))).ToList();
        var subnet = taken.Find(other => other.Address == address)?.Subnet ?? Free(network.Text("Network")!, taken);
        var lease = new Lease(subnet, address, mac) { Network = network.Text("Network")! };
        var granted = await etcd.CallAsync("lease/grant", new() { ["TTL"] = ((long)LeaseLength.TotalSeconds).ToString() }, stop);
        var key = EtcdClient.Encode($"{prefix}/subnets/{subnet.Replace('/', '-')}");
        var isOwn = taken.Exists(other => other.Address == address);
        var transaction = new JsonObject
        {
            ["compare"] = isOwn ? new JsonArray() : new JsonArray(new JsonObject { ["key"] = key, ["target"] = "CREATE", ["result"] = "EQUAL", ["create_revision"] = "0" }),
            ["success"] = new JsonArray(new JsonObject { ["request_put"] = new JsonObject { ["key"] = key, ["value"] = EtcdClient.Encode(lease.Value), ["lease"] = granted.Text("ID") } }),
        };
        if (!(await etcd.CallAsync("kv/txn", transaction, stop)).Flag("succeeded"))
            throw new HttpRequestException($"subnet {subnet} was taken by another node at the same moment");
        await Vxlan.AddressAsync(lease);
        return lease;
    }

    private static string Free(string network, List<Lease> taken)
    {
        var octets = network.Split('.');
        return Enumerable.Range(1, 254).Select(number => $"{octets[0]}.{octets[1]}.{number}.0/24").First(subnet => !taken.Exists(other => other.Subnet == subnet));
    }

    private static async Task WriteAsync(string path, Lease lease, bool masquerades)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var first = lease.Subnet.Replace(".0/", ".1/", StringComparison.Ordinal);
        await File.WriteAllTextAsync(path + ".new", $"FLANNEL_NETWORK={lease.Network}\nFLANNEL_SUBNET={first}\nFLANNEL_MTU={Vxlan.Mtu}\nFLANNEL_IPMASQ={(masquerades ? "true" : "false")}\n");
        File.Move(path + ".new", path, overwrite: true);
        if (masquerades)
            await Nft.ApplyAsync($"table ip flannel-masquerade {{ chain postrouting {{ type nat hook postrouting priority 100; ip saddr {lease.Network} ip daddr != {lease.Network} masquerade; }}; }}", "ip flannel-masquerade");
    }

    /// <summary>Keeps the ways to the others' subnets, as leases come and go.</summary>
    private static Task FollowAsync(EtcdClient etcd, string prefix, Lease own, CancellationToken stop) => Loop.RunAsync("watch of subnets", TimeSpan.FromSeconds(1), async _ =>
    {
        var (revision, keys) = await etcd.RangeAsync($"{prefix}/subnets/", stop);
        foreach (var other in keys.Select(key => Lease.Read(EtcdClient.Decode(key.Text("key")), EtcdClient.Decode(key.Text("value")))).Where(other => other.Address != own.Address))
            await Vxlan.ReachAsync(other);
        await foreach (var answer in etcd.WatchAsync($"{prefix}/subnets/", revision + 1, stop))
        {
            foreach (var happened in answer.Items("events"))
            {
                var key = EtcdClient.Decode(happened.Text("kv", "key"));
                if (happened.Text("type") == "DELETE")
                    await Vxlan.ForgetAsync(Lease.SubnetOf(key));
                else if (Lease.Read(key, EtcdClient.Decode(happened.Text("kv", "value"))) is { } other && other.Address != own.Address)
                    await Vxlan.ReachAsync(other);
            }
        }
    }, stop);
}
