namespace Masterplan.Host.Progress;

/// <summary>One step of one node as it is shown.</summary>
internal sealed class StepState
{
    public required string Node { get; init; }

    public required string Step { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public int Attempts { get; set; } = 1;

    /// <summary>running, waiting, done, failed or cancelled.</summary>
    public string Status { get; set; } = "running";

    /// <summary>The last error or reason for waiting.</summary>
    public string Message { get; set; } = "";

    public bool IsError { get; set; }

    public string NextIn { get; set; } = "";

    public DateTimeOffset? EndedAt { get; set; }

    public string Elapsed(DateTimeOffset now) => $"{((EndedAt ?? now) - StartedAt).TotalSeconds:0.0} s";
}
