using Masterplan.Rehearsal.Nodes.Processes;

namespace Masterplan.Rehearsal.Nodes.Programs;

public sealed class ContainerdProgram : IProgram
{
    public async Task RunAsync(ProcessContext context, CancellationToken stop)
    {
        var at = context.Arguments.ToList().FindIndex(a => a is "--config" or "-c");
        var config = at >= 0 && at + 1 < context.Arguments.Count ? context.Arguments[at + 1] : "/etc/containerd/config.toml";
        if (config != "/usr/share/containerd/config.toml" && config.Length > 0 && at >= 0)
            context.Files.Need(config);
        context.Ready();
        await Task.Delay(Timeout.InfiniteTimeSpan, context.World.Pace.Clock, stop).ConfigureAwait(false);
    }
}
