namespace Masterplan.Activities.Steps;

/// <summary>How fast the cloud's time passes: 1 on a real one, the rehearsal's speed in rehearsal. Every wait that an activity is told is in the cloud's time.</summary>
/// <param name="Speed">Cloud seconds for each second of the wall clock.</param>
public sealed record Tempo(double Speed = 1)
{
    /// <summary>The tempo of the cloud that an activity works on; 1 where nothing is said.</summary>
    public static Tempo Of(ActivityExecutionContext context) => context.GetService<Tempo>() ?? new Tempo();

    public TimeSpan ToReal(TimeSpan cloudTime) => cloudTime / Speed;

    public TimeSpan ToCloud(TimeSpan real) => real * Speed;
}
