using System.Collections.Concurrent;

namespace Masterplan.Activities.Nodes.Ssh;

/// <summary>Opens nodes over SSH as user core: one connection a node, kept open and reconnected when it broke.</summary>
public sealed class SshDoors(HostKeys hostKeys, TimeProvider clock) : INodeDoors, IDisposable
{
    private readonly ConcurrentDictionary<string, SshConnection> connections = new(StringComparer.Ordinal);

    public async Task<INode> OpenAsync(NodeTarget target, CancellationToken cancellationToken = default)
    {
        var connection = connections.GetOrAdd($"{target.Cluster} {target.Name} {target.Address}", _ => new(target, token => SshSession.ConnectAsync(target, hostKeys, token), clock));
        await connection.EnterAsync(cancellationToken);
        return new SshNode(target.Name, connection);
    }

    public void Dispose()
    {
        foreach (var connection in connections.Values)
            connection.Dispose();
    }
}
