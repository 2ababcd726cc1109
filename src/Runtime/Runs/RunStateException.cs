namespace Masterplan.Runtime.Runs;

/// <summary>The instance is in a state in which the request makes no sense.</summary>
public sealed class RunStateException(string instanceId, string message) : RuntimeException(message)
{
    public string InstanceId { get; } = instanceId;
}
