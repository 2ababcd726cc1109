namespace Masterplan.Runtime.Activities.Http;

/// <summary>How often a request is tried again after a transient failure, and how long it waits between.</summary>
public sealed record HttpCallStrategy
{
    /// <summary>The longest wait, whatever a server asks for.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    private const int MostRetries = 100;

    public required string Id { get; init; }

    public required string DisplayName { get; init; }

    /// <summary>Tries after the first.</summary>
    public int MaxRetryAttempts { get; init; }

    /// <summary>The first wait.</summary>
    public TimeSpan Delay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest wait, unless the server asks for a longer one.</summary>
    public TimeSpan MaxDelay { get; init; } = TimeSpan.FromSeconds(30);

    public static HttpCallStrategy None { get; } = new() { Id = "none", DisplayName = "Try once" };

    /// <summary>Those that the designer offers.</summary>
    public static IReadOnlyList<HttpCallStrategy> All { get; } =
    [
        new() { Id = "http-3x", DisplayName = "Try again 3 times, within seconds", MaxRetryAttempts = 3 },
        new() { Id = "http-patient", DisplayName = "Try again 12 times, within an hour", MaxRetryAttempts = 12, Delay = TimeSpan.FromSeconds(2), MaxDelay = TimeSpan.FromMinutes(10) },
    ];

    public bool Retries(int attempt) => attempt <= Math.Min(MaxRetryAttempts, MostRetries);

    /// <summary>Doubles from one attempt to the next, spread by a fifth either way; a server that asks for a longer wait gets it, up to <see cref="LongestWait"/>.</summary>
    /// <param name="attempt">1 after the first attempt.</param>
    /// <param name="retryAfter">What the server asked for, if it did.</param>
    /// <param name="random">A number in [0, 1).</param>
    public TimeSpan WaitAfter(int attempt, TimeSpan? retryAfter, double random)
    {
        var grown = Math.Min(Delay.TotalSeconds * Math.Pow(2, attempt - 1), MaxDelay.TotalSeconds) * (0.8 + (0.4 * random));
        return TimeSpan.FromSeconds(Math.Min(Math.Max(grown, retryAfter?.TotalSeconds ?? 0), LongestWait.TotalSeconds));
    }
}
