namespace Masterplan.Runtime.Store;

/// <summary>A part of an instance's state: an activity execution, a variable, the input, the output.</summary>
internal sealed class InstancePart
{
    public required string InstanceId { get; init; }

    public required string Key { get; init; }

    public required string Json { get; init; }
}
