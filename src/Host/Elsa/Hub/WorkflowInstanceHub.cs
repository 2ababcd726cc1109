using Masterplan.Host.Access;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.SignalR;

namespace Masterplan.Host.Elsa.Hub;

/// <summary>Lets Studio's viewer follow runs.</summary>
[Authorize(nameof(AccessRole.Viewer))]
internal sealed class WorkflowInstanceHub : Hub<IInstanceObserver>
{
    public const string Path = "/elsa/hubs/workflow-instance";

    public Task ObserveInstanceAsync(string instanceId) => Groups.AddToGroupAsync(Context.ConnectionId, instanceId, Context.ConnectionAborted);
}
