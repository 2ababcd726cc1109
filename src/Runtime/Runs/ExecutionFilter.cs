namespace Masterplan.Runtime.Runs;

/// <summary>Which executions of activities are wanted.</summary>
public sealed record ExecutionFilter(string InstanceId)
{
    public string? NodeId { get; init; }

    /// <summary>Unset means both those that have ended and those that have not.</summary>
    public bool? IsCompleted { get; init; }
}
