using System.Collections.Concurrent;
using Masterplan.Activities.Clusters;

namespace Masterplan.Activities.Nodes;

/// <summary>The host keys of nodes: recorded at first contact, compared ever after.</summary>
public sealed class HostKeys(ClusterRegistry registry)
{
    private readonly ConcurrentDictionary<string, string> seen = new(StringComparer.Ordinal);

    /// <summary>The key that this process has seen a node show, if it has.</summary>
    public string? Known(NodeTarget target) => seen.GetValueOrDefault(Key(target));

    /// <summary>Records the key of a node that was never met, and compares it otherwise.</summary>
    /// <exception cref="NodeException">The node shows another key than before.</exception>
    public async Task CheckAsync(NodeTarget target, string hostKey, CancellationToken cancellationToken = default)
    {
        var known = (await registry.NodeAsync(target.Cluster, target.Name, cancellationToken)).HostKey;
        if (known is null)
            await registry.RememberAsync(target.Cluster, target.Name, row => row.HostKey = hostKey, cancellationToken);
        else if (known != hostKey)
            throw new NodeException($"Node '{target.Name}' at {target.Address} shows another host key than at first contact: expected '{known}', found '{hostKey}'. Another machine may answer at its address; nothing was sent to it.", isTransient: false);
        seen[Key(target)] = hostKey;
    }

    private static string Key(NodeTarget target) => $"{target.Cluster} {target.Name} {target.Address}";
}
