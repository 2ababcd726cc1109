using Masterplan.Rehearsal.Faults;
using Masterplan.Rehearsal.Latencies;
using Masterplan.Rehearsal.Nodes.Processes;

namespace Masterplan.Rehearsal.Nodes.Etcd;

/// <summary>An etcd server, in a unit or in a pod.</summary>
public sealed class EtcdProgram : IProgram
{
    public async Task RunAsync(ProcessContext context, CancellationToken stop)
    {
        var options = new EtcdOptions(context);
        options.LoadCertificates();
        var data = context.Disk.Outside(options.DataDir) ?? throw new RefusalException($"cannot access data directory: mkdir {options.DataDir}: permission denied");
        if (!context.Machine.Disk.Exists($"{data}/member/snap/db"))
            options.CheckName();
        var member = new EtcdMember(context.Machine, options, context.Version, data, context.IsRestored);
        foreach (var url in options.PeerUrls)
            Listen(context, url, null);
        foreach (var url in options.ClientUrls)
            Listen(context, url, member);
        foreach (var url in options.MetricsUrls)
            context.Listen(url.Host, url.Port);
        await context.Impose(LatencySteps.EtcdStart, 3, stop).ConfigureAwait(false);
        try
        {
            context.World.Etcds.Join(member);
            await Serve(context, member, stop).ConfigureAwait(false);
        }
        finally
        {
            context.World.Etcds.Leave(member);
        }
    }

    private static async Task Serve(ProcessContext context, EtcdMember member, CancellationToken stop)
    {
        while (!member.Serves)
        {
            var changed = member.Cluster is { } cluster ? Task.WhenAny(cluster.Changed.Next, context.World.Network.Changed.Next) : context.World.Network.Changed.Next;
            if (member.Serves)
                break;
            await changed.WaitAsync(stop).ConfigureAwait(false);
        }

        context.Log.Add("{\"level\":\"info\",\"msg\":\"ready to serve client requests\"}");
        context.Ready();
        await Task.Delay(Timeout.InfiniteTimeSpan, context.World.Pace.Clock, stop).ConfigureAwait(false);
    }

    /// <summary>With the fault on, the port outlives the process: the next one finds it busy.</summary>
    private static void Listen(ProcessContext context, Uri url, EtcdMember? service)
    {
        var listener = context.Machine.Ports.Bind(url.Host, url.Port, context.Program, context.Pid, service);
        context.Hold(new Held(context, listener));
    }

    private sealed class Held(ProcessContext context, PortTable.Listener listener) : IDisposable
    {
        public void Dispose()
        {
            var world = context.World;
            var subject = $"{context.Machine.Name}:{listener.Port}";
            if (context.Machine.Power.IsCancellationRequested || listener.Service is null || !world.Faults.Strikes(FaultNames.EtcdPortBusy, subject, 0.7, atMost: 1))
                listener.Dispose();
            else
                _ = ReleaseLater(world, 20 + (40 * world.Faults.Roll(FaultNames.EtcdPortBusy, subject, 1)));
        }

        private async Task ReleaseLater(World world, double seconds)
        {
            await world.Pace.Wait(TimeSpan.FromSeconds(seconds)).ConfigureAwait(false);
            listener.Dispose();
        }
    }
}
