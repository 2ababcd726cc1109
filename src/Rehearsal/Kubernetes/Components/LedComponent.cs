using Masterplan.Rehearsal.Latencies;
using Masterplan.Rehearsal.Nodes.Processes;
using Masterplan.Rehearsal.Nodes.Programs;

namespace Masterplan.Rehearsal.Kubernetes.Components;

/// <summary>A component of which one instance leads: it connects, then stands for election until it ends.</summary>
public static class LedComponent
{
    private static readonly string[] OtherKubeconfigs = ["authentication-kubeconfig", "authorization-kubeconfig"];

    public static async Task Run(ProcessContext context, ProgramFlags flags, string kubeconfigPath, int port, string user, CancellationToken stop)
    {
        var kubeconfig = new Kubeconfig(context.Files, kubeconfigPath);
        foreach (var other in OtherKubeconfigs.Where(f => flags[f] is not null))
            _ = new Kubeconfig(context.Files, flags[other]!);
        await context.Impose(LatencySteps.PodStart, 2, stop).ConfigureAwait(false);
        context.Listen(flags["bind-address"] ?? "0.0.0.0", int.Parse(flags["secure-port"] ?? port.ToString()));
        context.Ready();
        string? last = null;
        while (true)
        {
            var changed = context.World.Network.Changed.Next;
            var (server, who, fault) = kubeconfig.Connect(context.Machine);
            if (server is not null && who!.Name != $"system:{user}" && !who.Groups.Contains("system:masters"))
                (server, fault) = (null, $"leases.coordination.k8s.io \"{user}\" is forbidden: User \"{who.Name}\" cannot get resource \"leases\" in API group \"coordination.k8s.io\" in the namespace \"kube-system\"");
            if (server is not null)
            {
                await Lead(context, server, user, changed, stop).ConfigureAwait(false);
                last = null;
                continue;
            }

            if (fault != last)
                context.Log.Add($"error retrieving resource lock kube-system/{user}: {fault}");
            last = fault;
            await context.World.Await(changed, TimeSpan.FromSeconds(30), stop).ConfigureAwait(false);
        }
    }

    private static async Task Lead(ProcessContext context, Http.ApiServer server, string user, Task changed, CancellationToken stop)
    {
        var leaders = server.Cluster.Leaders;
        using var candidate = leaders.Stand(user, $"{context.Machine.Name}_{context.Pid}");
        while (server.HasStorage && !server.Stopping.IsCancellationRequested)
        {
            await changed.WaitAsync(stop).ConfigureAwait(false);
            changed = context.World.Network.Changed.Next;
        }
    }
}
