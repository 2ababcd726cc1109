using System.Collections.Concurrent;
using Masterplan.Rehearsal.Machines;

namespace Masterplan.Lab.Linux;

/// <summary>Security groups as nftables rules of a node's network: what comes in by its cable is looked at before anything of the node's own.</summary>
internal sealed class Firewall(BaseImage image, LabFolder folder) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, string> applied = new(StringComparer.Ordinal);
    private readonly Lock gate = new();
    private Task last = Task.CompletedTask;

    /// <summary>Puts rules in place, one node after the other, in the background.</summary>
    public void Apply(IReadOnlyList<(string Space, IReadOnlyList<AllowedTraffic> Traffic)> nodes)
    {
        lock (gate)
        {
            last = ApplyAsync(last, nodes);
        }
    }

    public async ValueTask DisposeAsync() => await last;

    internal static string Render(IReadOnlyList<AllowedTraffic> traffic)
    {
        var rules = traffic.Where(allowed => allowed.Sources.Count > 0).Select(allowed => $"        ip saddr {{ {string.Join(", ", allowed.Sources)} }} {Match(allowed)} accept\n");
        return $$"""
            add table inet security-groups
            delete table inet security-groups
            table inet security-groups {
                chain cable {
                    ct state established,related accept
            {{string.Concat(rules)}}        drop
                }
                chain prerouting {
                    type filter hook prerouting priority -190;
                    iifname "eth0" jump cable
                }
            }

            """;
    }

    private static string Match(AllowedTraffic allowed) => allowed switch
    {
        { Protocol: "all" } => "",
        { StartPort: { } start, EndPort: { } end } => $"{allowed.Protocol} dport {start}-{end}",
        _ => $"meta l4proto {allowed.Protocol}",
    };

    private async Task ApplyAsync(Task before, IReadOnlyList<(string Space, IReadOnlyList<AllowedTraffic> Traffic)> nodes)
    {
        await before;
        foreach (var (space, traffic) in nodes)
        {
            var rules = Render(traffic);
            if (applied.GetValueOrDefault(space) == rules)
                continue;
            // The nodes' own nft: this machine need not have one.
            var file = $"{folder.Path}/security-groups";
            await File.WriteAllTextAsync(file, rules);
            var (code, _, error) = await Tool.TryAsync("/bin/sh", "-c", $"nsenter --net={space} chroot {image.Disk} /usr/sbin/nft -f - < {file}");
            if (code == 0)
                applied[space] = rules;
            else
                await Console.Error.WriteLineAsync($"Security groups of {space}: {error}");
        }
    }
}
