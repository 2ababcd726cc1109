namespace Masterplan.Host.Audit;

/// <summary>Who did what, to which cluster, and how it ended.</summary>
internal sealed record AuditEntry
{
    public required DateTimeOffset At { get; init; }

    /// <summary>A user, an API key, or the account of the operating system that used the command line.</summary>
    public required string Who { get; init; }

    public required string What { get; init; }

    /// <summary>Unset if it concerned none.</summary>
    public string? Cluster { get; init; }

    public string? Run { get; init; }

    /// <summary>The address that it came from; unset for the command line.</summary>
    public string? From { get; init; }

    /// <summary><c>done</c>, or <c>refused</c> or <c>failed</c> with the answer's status.</summary>
    public required string Outcome { get; init; }
}
