namespace Masterplan.Activities.Steps;

/// <summary>How fast the cloud's time passes: 1 on a real one, the rehearsal's speed in rehearsal. Every wait that an activity is told is in the cloud's time.</summary>
/// <param name="Speed">Cloud seconds for each second of the wall clock.</param>
public sealed record Tempo(double Speed = 1)
{
    /// <summary>An attempt takes this long, if the machine it runs on has nothing else to do.</summary>
    private static readonly TimeSpan Usual = TimeSpan.FromMilliseconds(100);

    /// <summary>The tempo of the cloud that an activity works on; 1 where nothing is said.</summary>
    public static Tempo Of(ActivityExecutionContext context) => context.GetService<Tempo>() ?? new Tempo();

    /// <summary>What an attempt costs of a deadline. A rehearsal speeds up the cloud, not this machine: where an attempt takes longer than is usual, the rest counts as it is.</summary>
    public TimeSpan CostOf(TimeSpan attempt) => attempt <= Usual ? ToCloud(attempt) : ToCloud(Usual) + (attempt - Usual);

    public TimeSpan ToReal(TimeSpan cloudTime) => cloudTime / Speed;

    public TimeSpan ToCloud(TimeSpan real) => real * Speed;
}
