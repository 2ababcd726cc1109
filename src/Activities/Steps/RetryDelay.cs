namespace Masterplan.Activities.Steps;

/// <summary>The arithmetic of waiting between attempts.</summary>
public static class RetryDelay
{
    /// <summary>The delay after an attempt: first × factor^n, at most the ceiling, spread by ± jitter.</summary>
    /// <param name="first">Delay after the first attempt.</param>
    /// <param name="factor">Growth from one attempt to the next; below 1 counts as 1.</param>
    /// <param name="ceiling">The longest delay before jitter.</param>
    /// <param name="jitter">Share of the delay by which it may be longer or shorter, 0 to 1.</param>
    /// <param name="attempt">0 after the first attempt.</param>
    /// <param name="random">A number in [0, 1).</param>
    public static TimeSpan After(TimeSpan first, double factor, TimeSpan ceiling, double jitter, int attempt, double random)
    {
        if (first <= TimeSpan.Zero)
            return TimeSpan.Zero;
        var grown = first.TotalSeconds * Math.Pow(Math.Max(1, factor), Math.Min(attempt, 64));
        var bounded = Math.Min(grown, ceiling.TotalSeconds);
        return TimeSpan.FromSeconds(bounded * (1 + (Math.Clamp(jitter, 0, 1) * ((2 * random) - 1))));
    }
}
