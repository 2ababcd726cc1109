namespace Masterplan.Exoscale.Http;

/// <summary>The waits between attempts: doubled from the first on, or what the API asked for, never above the ceiling; in real time.</summary>
/// <param name="First">Before the first repeat.</param>
/// <param name="Ceiling">The longest.</param>
/// <param name="Speed">By how much the cloud runs faster than real time.</param>
internal sealed record RetryWaits(TimeSpan First, TimeSpan Ceiling, double Speed)
{
    /// <summary>The wait before a repeat, the first of which has number 0.</summary>
    internal TimeSpan Before(int repeat, TimeSpan? retryAfter) => Bounded(retryAfter ?? First * Math.Pow(2, Math.Min(repeat, 30)));

    internal TimeSpan Bounded(TimeSpan wait) => (wait < Ceiling ? wait : Ceiling) / Speed;
}
