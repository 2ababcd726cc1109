namespace Masterplan.Activities.Clusters.Storage;

/// <summary>One change that a run made outside Masterplan: a mutating API call, a file written, a restart.</summary>
public sealed class ChangeRow
{
    public long Id { get; init; }

    public required string Run { get; init; }

    public required string Cluster { get; init; }

    /// <summary>"api", "file" or "restart".</summary>
    public required string Kind { get; init; }

    /// <summary>What was changed, in words.</summary>
    public required string What { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>Whether it is known to have been made. One that was begun may have been made by a host that was killed before it could say so.</summary>
    public bool IsMade { get; set; }
}
