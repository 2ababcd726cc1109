using System.Collections.Concurrent;
using Masterplan.Activities.Nodes;
using Masterplan.Rehearsal.Nodes.Client;

namespace Masterplan.Host.Composition;

/// <summary>Opens the nodes of a rehearsal. As over SSH, one step has a node at a time: a step that opens it twice would wait for itself.</summary>
internal sealed class RehearsalDoors(CloudEndpoint cloud, HostKeys hostKeys) : INodeDoors, IDisposable
{
    private readonly HttpClient http = new() { BaseAddress = new Uri(cloud.Address!, "/"), Timeout = TimeSpan.FromMinutes(2) };
    private readonly ConcurrentDictionary<string, SemaphoreSlim> turns = new(StringComparer.Ordinal);

    public async Task<INode> OpenAsync(NodeTarget target, CancellationToken cancellationToken = default)
    {
        var turn = turns.GetOrAdd(target.Address, _ => new(1, 1));
        await turn.WaitAsync(cancellationToken);
        return new RehearsalNode(http, target.Name, target.Address, target.Key.PublicKey, PinAsync, () => turn.Release());

        async Task<string> PinAsync(string _, string presented, CancellationToken token)
        {
            await hostKeys.CheckAsync(target, presented, token);
            return presented;
        }
    }

    public void Dispose() => http.Dispose();
}
