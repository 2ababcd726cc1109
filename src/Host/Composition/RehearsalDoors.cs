using Masterplan.Activities.Nodes;
using Masterplan.Rehearsal.Nodes.Client;

namespace Masterplan.Host.Composition;

/// <summary>Opens the nodes of a rehearsal.</summary>
internal sealed class RehearsalDoors(CloudEndpoint cloud, HostKeys hostKeys) : INodeDoors, IDisposable
{
    private readonly HttpClient http = new() { BaseAddress = new Uri(cloud.Address!, "/"), Timeout = TimeSpan.FromMinutes(2) };

    public Task<INode> OpenAsync(NodeTarget target, CancellationToken cancellationToken = default) =>
        Task.FromResult<INode>(new RehearsalNode(http, target.Name, target.Address, target.Key.PublicKey, async (_, presented, token) =>
        {
            await hostKeys.CheckAsync(target, presented, token);
            return presented;
        }));

    public void Dispose() => http.Dispose();
}
