using Masterplan.Host.Access;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.SignalR;

namespace Masterplan.Host.Elsa.Hub;

/// <summary>Lets Studio's viewer follow runs.</summary>
[Authorize(nameof(AccessRole.Viewer))]
internal sealed class WorkflowInstanceHub(ObservedInstances observed) : Hub<IInstanceObserver>
{
    public const string Path = "/elsa/hubs/workflow-instance";

    public async Task ObserveInstanceAsync(string instanceId)
    {
        await Groups.AddToGroupAsync(Context.ConnectionId, instanceId, Context.ConnectionAborted);
        observed.Add(instanceId, Context.ConnectionId);
        // What happened since the viewer read the run, it is not told of any more.
        await Clients.Caller.WorkflowInstanceUpdatedAsync(new { WorkflowInstanceId = instanceId });
    }

    public override Task OnDisconnectedAsync(Exception? exception)
    {
        observed.Remove(Context.ConnectionId);
        return base.OnDisconnectedAsync(exception);
    }
}
