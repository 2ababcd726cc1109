using Masterplan.Rehearsal.Latencies;
using Masterplan.Rehearsal.Nodes.Processes;

namespace Masterplan.Rehearsal.Nodes.Pods;

/// <summary>haproxy: reads its real configuration, holds its ports, passes connections on.</summary>
public sealed class HaproxyProgram : IProgram
{
    public async Task RunAsync(ProcessContext context, CancellationToken stop)
    {
        var at = context.Arguments.ToList().IndexOf("-f");
        var path = at >= 0 ? context.Arguments[at + 1] : "/usr/local/etc/haproxy/haproxy.cfg";
        var text = context.Disk.Exists(path) && context.Files.Find(path) is null ? context.Files.NeedText(path.TrimEnd('/') + "/haproxy.cfg") : context.Files.NeedText(path);
        var config = new HaproxyConfig(text, path);
        await context.Impose(LatencySteps.PodStart, 2, stop).ConfigureAwait(false);
        foreach (var (host, port) in config.Binds)
            context.Listen(host, port, config);
        context.Ready();
        await Task.Delay(Timeout.InfiniteTimeSpan, context.World.Pace.Clock, stop).ConfigureAwait(false);
    }
}
