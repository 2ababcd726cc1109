using Masterplan.Rehearsal.Nodes.Processes;

namespace Masterplan.Rehearsal.Nodes.Pods;

public sealed class KubeletProgram : IProgram
{
    public async Task RunAsync(ProcessContext context, CancellationToken stop)
    {
        var options = new KubeletOptions(context);
        var machine = context.Machine;
        for (var changed = machine.Changed.Next; context.IsRestored && !machine.Containers.IsRunning; changed = machine.Changed.Next)
            await changed.WaitAsync(stop).ConfigureAwait(false);
        if (!machine.Containers.IsRunning)
            throw new RefusalException("\"command failed\" err=\"failed to run Kubelet: validate service connection: validate CRI v1 runtime API for endpoint \\\"unix:///run/containerd/containerd.sock\\\": rpc error: code = Unavailable desc = connection error: dial unix /run/containerd/containerd.sock: connect: connection refused\"");
        context.Listen("0.0.0.0", options.Port);
        context.Listen("127.0.0.1", 10248);
        var session = options.Kubeconfig is null ? null : new KubeletSession(context, options);
        var statics = options.StaticPodFolder is { } folder ? new StaticPods(machine, folder.TrimEnd('/'), context.Version, context.Log, w => session?.Report(w)) : null;
        session?.Follow(statics);
        void Look(string path)
        {
            if (statics is not null && path.StartsWith(options.StaticPodFolder!, StringComparison.Ordinal))
            {
                statics.Sync();
                session?.Wake();
            }
        }

        machine.Disk.Changed += Look;
        try
        {
            statics?.Sync();
            context.Ready();
            await (session?.Run(stop) ?? Task.Delay(Timeout.InfiniteTimeSpan, context.World.Pace.Clock, stop)).ConfigureAwait(false);
        }
        finally
        {
            machine.Disk.Changed -= Look;
        }
    }
}
