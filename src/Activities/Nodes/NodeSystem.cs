using Masterplan.Activities.Nodes.Files;

namespace Masterplan.Activities.Nodes;

/// <summary>systemd and the kubelet's static pod folder on a node, through its door.</summary>
internal static class NodeSystem
{
    /// <summary>Runs a command that must succeed.</summary>
    /// <exception cref="NodeException">It did not; transient, as units and downloads heal.</exception>
    public static Task<string> MustRunAsync(this INode node, CancellationToken cancellationToken, params string[] argv) => node.MustRunAsync(new NodeCommand(argv), cancellationToken);

    /// <inheritdoc cref="MustRunAsync(INode, CancellationToken, string[])"/>
    public static async Task<string> MustRunAsync(this INode node, NodeCommand command, CancellationToken cancellationToken)
    {
        var result = await node.RunAsync(command, cancellationToken);
        return result.Succeeded
            ? result.Output
            : throw new NodeException($"On node '{node.Name}', '{command}' ended with exit code {result.ExitCode}: {(result.Error.Length > 0 ? result.Error : result.Output).Trim()}", isTransient: true);
    }

    /// <summary>Has the node fetch a container image.</summary>
    public static Task PullAsync(this INode node, string image, CancellationToken cancellationToken) =>
        node.MustRunAsync(new NodeCommand("crictl", "pull", image) { Limit = NodeLimits.Download }, cancellationToken);

    /// <summary>The units that are not active, of those named; "activating" counts as active, since a member of etcd activates until its cluster has a quorum.</summary>
    public static async Task<IReadOnlyList<string>> InactiveAsync(this INode node, IReadOnlyList<string> units, CancellationToken cancellationToken)
    {
        var states = (await node.RunAsync(new(["systemctl", "is-active", .. units]), cancellationToken)).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return [.. units.Where((_, index) => index >= states.Length || states[index] is not ("active" or "activating" or "reloading"))];
    }

    /// <summary>The units that do not start at boot, of those named.</summary>
    public static async Task<IReadOnlyList<string>> DisabledAsync(this INode node, IReadOnlyList<string> units, CancellationToken cancellationToken)
    {
        var states = (await node.RunAsync(new(["systemctl", "is-enabled", .. units]), cancellationToken)).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return [.. units.Where((_, index) => index >= states.Length || states[index] is not ("enabled" or "static" or "generated" or "alias"))];
    }

    /// <summary>Files in the static pod folder that no wished pod owns.</summary>
    public static async Task<IReadOnlyList<string>> StrayManifestsAsync(this INode node, IEnumerable<StaticPod> wished, CancellationToken cancellationToken)
    {
        var listing = await node.RunAsync(new("ls", "-1", NodePaths.Manifests), cancellationToken);
        if (!listing.Succeeded)
            return [];
        var known = wished.Select(pod => pod.Manifest.Path).ToHashSet(StringComparer.Ordinal);
        return [.. listing.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(name => $"{NodePaths.Manifests}/{name}").Where(path => !known.Contains(path))];
    }
}
