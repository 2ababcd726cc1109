using Masterplan.Rehearsal.Latencies;
using Masterplan.Rehearsal.Nodes.Processes;

namespace Masterplan.Rehearsal.Kubernetes.Components;

/// <summary>A component of which one instance leads: it connects, then stands for election until it ends.</summary>
public static class LedComponent
{
    public static async Task Run(ProcessContext context, LedOptions options, CancellationToken stop)
    {
        var component = options.User["system:".Length..];
        await context.Impose(LatencySteps.PodStart, 2, stop).ConfigureAwait(false);
        context.Listen(options.Address, options.Port);
        context.Ready();
        string? last = null;
        while (true)
        {
            var changed = context.World.Network.Changed.Next;
            var (server, who, fault) = options.Kubeconfig.Connect(context.Machine);
            if (server is not null && who!.Name != options.User && !who.Groups.Contains("system:masters"))
                (server, fault) = (null, $"leases.coordination.k8s.io \"{component}\" is forbidden: User \"{who.Name}\" cannot get resource \"leases\" in API group \"coordination.k8s.io\" in the namespace \"kube-system\"");
            if (server is not null)
            {
                await Lead(context, server, component, changed, stop).ConfigureAwait(false);
                last = null;
                continue;
            }

            if (fault != last)
                context.Log.Add($"error retrieving resource lock kube-system/{component}: {fault}");
            last = fault;
            await context.World.Await(changed, TimeSpan.FromSeconds(30), stop).ConfigureAwait(false);
        }
    }

    private static async Task Lead(ProcessContext context, Http.ApiServer server, string component, Task changed, CancellationToken stop)
    {
        var leaders = server.Cluster.Leaders;
        using var candidate = leaders.Stand(component, $"{context.Machine.Name}_{context.Pid}");
        while (server.HasStorage && !server.Stopping.IsCancellationRequested)
        {
            await changed.WaitAsync(stop).ConfigureAwait(false);
            changed = context.World.Network.Changed.Next;
        }
    }
}
