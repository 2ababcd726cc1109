using System.Text;
using System.Text.Json.Nodes;
using Masterplan.Rehearsal.Kubernetes.Components;
using Masterplan.Rehearsal.Kubernetes.Objects;
using Masterplan.Rehearsal.Nodes.Processes;

namespace Masterplan.StandIns.Network;

/// <summary>Stands in for kube-proxy in nftables mode: cluster addresses and node ports of services lead to the pods behind them.</summary>
internal static class KubeProxyStandIn
{
    private const string Table = "ip kube-proxy";

    public static async Task RunAsync(ProgramStart start, CancellationToken stop)
    {
        var options = new KubeProxyOptions(start);
        using var health = HealthPort.Open("127.0.0.1", 10256, null, () => (200, "ok"));
        using var metrics = HealthPort.Open("127.0.0.1", 10249, null, () => (200, "ok"));
        using var api = new ApiClient(options.Kubeconfig ?? throw new RefusalException("Error: no kubeconfig"));
        string? applied = null;
        await Loop.RunAsync("Failed to watch services", TimeSpan.FromSeconds(2), async _ =>
        {
            var services = await api.GetAsync("/api/v1/services", stop);
            var slices = await api.GetAsync("/apis/discovery.k8s.io/v1/endpointslices", stop);
            var rules = Rules(services!, slices!, options.PodNetwork);
            if (rules != applied)
                await Nft.ApplyAsync(rules, Table);
            applied = rules;
        }, stop);
    }

    private static string Rules(JsonObject services, JsonObject slices, string? podNetwork)
    {
        var leads = new StringBuilder();
        foreach (var service in services.Items("items").OrderBy(service => service.Namespace() + service.Name(), StringComparer.Ordinal))
        {
            var own = slices.Items("items").Where(slice => slice.Namespace() == service.Namespace() && slice.Text("metadata", "labels", "kubernetes.io/service-name") == service.Name()).ToList();
            foreach (var port in service.Items("spec", "ports"))
                Lead(leads, service, port, own);
        }

        var masquerade = podNetwork is null ? "" : $"ct status dnat ip saddr != {podNetwork} masquerade;";
        return $$"""
            table {{Table}} {
              chain lead {
            {{leads}}  }
              chain prerouting { type nat hook prerouting priority -100; jump lead; }
              chain output { type nat hook output priority -100; jump lead; }
              chain postrouting { type nat hook postrouting priority 100; {{masquerade}} }
            }
            """;
    }

    private static void Lead(StringBuilder leads, JsonObject service, JsonObject port, List<JsonObject> slices)
    {
        var protocol = (port.Text("protocol") ?? "TCP").ToLowerInvariant();
        var targets = slices
            .SelectMany(slice => slice.Items("ports").Where(p => p.Text("name") == (port.Text("name") ?? "")).SelectMany(p => slice.Items("endpoints").Where(e => e.Flag("conditions", "ready")).SelectMany(e => e.Texts("addresses").Select(a => $"{a} . {p.Number("port")}"))))
            .Order(StringComparer.Ordinal).ToList();
        if (targets.Count == 0)
            return;
        var to = $"dnat to numgen random mod {targets.Count} map {{ {string.Join(", ", targets.Select((target, index) => $"{index} : {target}"))} }}";
        if (service.Text("spec", "clusterIP") is { } address and not "None")
            leads.Append($"    ip daddr {address} {protocol} dport {port.Number("port")} {to};\n");
        if (port.Number("nodePort") is { } nodePort)
            leads.Append($"    fib daddr type local ip daddr != 127.0.0.0/8 {protocol} dport {nodePort} {to};\n");
    }
}
