using System.Net;

namespace Masterplan.Exoscale;

/// <summary>A call of the Exoscale API failed. Decide by <see cref="Kind"/> and the flags, never by the message, which carries the API's own words.</summary>
public sealed class ExoscaleException(ExoscaleErrorKind kind, string message, Exception? inner = null) : Exception(message, inner)
{
    public ExoscaleErrorKind Kind { get; } = kind;

    /// <summary>The status of the answer; null when there was none.</summary>
    public HttpStatusCode? StatusCode { get; init; }

    /// <summary>
    /// Whether the same step may succeed later without anyone doing anything.
    /// With <see cref="IsOutcomeUnknown"/>: after a look whether it has been done.
    /// </summary>
    public bool IsTransient { get; init; }

    /// <summary>A change was sent and it is not known whether it took place: look before it is sent again.</summary>
    public bool IsOutcomeUnknown { get; init; }

    /// <summary>How long the API asked to wait before the next call, in its own time; null when it did not.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
