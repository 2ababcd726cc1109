namespace Masterplan.Runtime.Activities.Http;

/// <summary>What became of a request.</summary>
/// <param name="StatusCode">The answer's status; unset if there was no answer.</param>
/// <param name="Failure">Why there was no answer.</param>
internal sealed record HttpReply(int? StatusCode, HttpFailure? Failure = null)
{
    public object? Content { get; init; }

    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>How long the server asks to wait.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>What happened, in a few words without secrets.</summary>
    public required string Summary { get; init; }

    /// <summary>True if the same request may succeed later.</summary>
    public bool IsTransient => Failure is not null || StatusCode is 408 or 429 or >= 500;
}
