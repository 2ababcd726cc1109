namespace Masterplan.Rehearsal.Latencies;

/// <summary>How fast simulated time passes: at 60, one simulated minute a second. Dates stay those of the wall clock; only waits are shorter.</summary>
public sealed class Pace(double speed, TimeProvider clock)
{
    /// <summary>No timer takes longer; a wait that is, is one for ever.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromDays(40);

    /// <summary>Simulated seconds for each real one; 1 is real time.</summary>
    public double Speed { get; } = speed > 0 ? speed : throw new ArgumentOutOfRangeException(nameof(speed), speed, "The speed must be above 0.");

    public TimeProvider Clock { get; } = clock;

    public TimeSpan ToReal(TimeSpan simulated) => simulated / Speed;

    public TimeSpan ToSimulated(TimeSpan real) => real * Speed;

    public Task Wait(TimeSpan simulated, CancellationToken cancellationToken = default) =>
        Task.Delay(ToReal(simulated) is var real && real < Longest ? real : Timeout.InfiniteTimeSpan, Clock, cancellationToken);
}
