namespace Masterplan.Runtime.Runs;

/// <summary>No instance has this id.</summary>
public sealed class RunNotFoundException(string instanceId)
    : RuntimeException($"No run has the id '{instanceId}'. List the runs to see which there are.")
{
    public string InstanceId { get; } = instanceId;
}
