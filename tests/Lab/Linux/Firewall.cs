using System.Collections.Concurrent;
using Masterplan.Rehearsal.Machines;

namespace Masterplan.Lab.Linux;

/// <summary>Security groups as nftables rules of a node's network: what comes in by its cable is looked at before anything of the node's own.</summary>
internal sealed class Firewall(BaseImage image, LabFolder folder) : IAsyncDisposable
{
    /// <summary>Without rules every connection is let in, but remembered: or those that are open when the first rules come would be cut.</summary>
    private const string Open = "table inet security-groups { chain prerouting { type filter hook prerouting priority -190; ct state established accept; }; }";

    private readonly ConcurrentDictionary<string, string> applied = new(StringComparer.Ordinal);
    private readonly Lock gate = new();
    private Task last = Task.CompletedTask;

    /// <summary>Begins to remember a node's connections, before it makes any.</summary>
    /// <exception cref="LabException">nft refuses.</exception>
    public async Task OpenAsync(string space)
    {
        if (await LoadAsync(space, Open) is { Length: > 0 } error)
            throw new LabException($"Connections of {space} cannot be tracked: {error}");
    }

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
            if (await LoadAsync(space, rules) is { Length: > 0 } error)
                await Console.Error.WriteLineAsync($"Security groups of {space}: {error}");
            else
                applied[space] = rules;
        }
    }

    /// <summary>Gives rules to the nodes' own nft: this machine need not have one.</summary>
    /// <returns>Why it refuses them; empty when it took them.</returns>
    private async Task<string> LoadAsync(string space, string rules)
    {
        var file = $"{folder.Path}/security-groups-{Path.GetFileName(space)}";
        await File.WriteAllTextAsync(file, rules);
        var (code, _, error) = await Tool.TryAsync("/bin/sh", "-c", $"nsenter --net={space} chroot {image.Disk} /usr/sbin/nft -f - < {file}");
        return code == 0 ? "" : $"nft ended with code {code}: {error}";
    }
}
