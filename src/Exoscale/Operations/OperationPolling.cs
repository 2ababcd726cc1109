namespace Masterplan.Exoscale.Operations;

/// <summary>When to ask for an operation again: the curve of Exoscale's own tools (egoscale v3, python-exoscale).</summary>
public static class OperationPolling
{
    /// <summary>Polls that may fail one after another before the waiting is given up.</summary>
    public const int MaxConsecutiveErrors = 5;

    private const double Shortest = 3;
    private const double Longest = 60;
    private static readonly TimeSpan Steady = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Late = TimeSpan.FromMinutes(15);

    /// <summary>The wait before the next poll: 3 s for the first 30 s, then rising to 60 s at 15 minutes, in whole seconds.</summary>
    /// <param name="running">How long the operation has been running.</param>
    public static TimeSpan Delay(TimeSpan running)
    {
        if (running <= Steady)
            return TimeSpan.FromSeconds(Shortest);
        if (running >= Late)
            return TimeSpan.FromSeconds(Longest);
        var slope = (Longest - Shortest) / (Late - Steady).TotalSeconds;
        return TimeSpan.FromSeconds(Math.Truncate(Shortest + slope * (running - Steady).TotalSeconds));
    }
}
