using Masterplan.Rehearsal.Cloud.State;
using Masterplan.Rehearsal.Latencies;

namespace Masterplan.Rehearsal.ElasticIps;

/// <summary>Checks one instance again and again, and knows whether it is healthy: only after enough strikes in a row, as configured.</summary>
internal sealed class TargetHealth : IDisposable
{
    private static readonly TimeSpan ShortestInterval = TimeSpan.FromMilliseconds(100);

    // A loaded machine needs real time for a handshake, however fast the simulated time passes.
    private static readonly TimeSpan ShortestTimeout = TimeSpan.FromSeconds(1);

    private readonly HealthCheckRecord check;
    private readonly CancellationTokenSource stopping = new();
    private int strikes;

    private TargetHealth(ForwarderTarget target, HealthCheckRecord check) => (Target, this.check) = (target, check);

    internal ForwarderTarget Target { get; }

    internal bool IsHealthy { get; private set; }

    internal static TargetHealth Watch(ForwarderTarget target, HealthCheckRecord check, Pace pace)
    {
        var health = new TargetHealth(target, check);
        _ = health.RunAsync(pace, health.stopping.Token);
        return health;
    }

    /// <summary>Counts one check's result.</summary>
    internal void Count(bool success)
    {
        if (success == IsHealthy)
            strikes = 0;
        else if (++strikes >= (success ? check.StrikesOk : check.StrikesFail))
            (IsHealthy, strikes) = (success, 0);
    }

    public void Dispose()
    {
        IsHealthy = false;
        stopping.Cancel();
        stopping.Dispose();
    }

    private async Task RunAsync(Pace pace, CancellationToken cancellationToken)
    {
        var interval = Longer(pace.ToReal(TimeSpan.FromSeconds(check.Interval)), ShortestInterval);
        var timeout = Longer(pace.ToReal(TimeSpan.FromSeconds(check.Timeout)), ShortestTimeout);
        using var probe = new HealthProbe(Target.Address, check, timeout, pace.Clock);
        try
        {
            await Task.Yield();
            while (true)
            {
                Count(await probe.RunAsync(cancellationToken).ConfigureAwait(false));
                await Task.Delay(interval, pace.Clock, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // Nobody is interested any more.
        }
    }

    private static TimeSpan Longer(TimeSpan a, TimeSpan b) => a > b ? a : b;
}
