namespace Masterplan.Activities.Nodes;

/// <summary>Opens the door to nodes: over SSH on Exoscale and in the lab, over the rehearsal's own protocol in rehearsal.</summary>
public interface INodeDoors
{
    /// <summary>Connects to a node. The first host key seen is recorded, another one later is refused.</summary>
    /// <exception cref="NodeException">It cannot be reached (transient), or shows another host key (not transient).</exception>
    Task<INode> OpenAsync(NodeTarget target, CancellationToken cancellationToken = default);
}
