using Masterplan.Runtime.Runs;

namespace Masterplan.Runtime.Store;

/// <summary>What starts instances of a published definition: found by name and hash, or due at a time.</summary>
internal sealed class TriggerRow
{
    public required string Id { get; init; }

    public required string DefinitionId { get; init; }

    public required string DefinitionVersionId { get; init; }

    public int Version { get; init; }

    public required string ActivityId { get; init; }

    /// <summary>The type of the activity that waits for it.</summary>
    public required string Name { get; init; }

    public required string Hash { get; init; }

    public string? Payload { get; init; }

    public ActivationStrategy Activation { get; init; }

    /// <summary>Unset for a trigger that no clock fires, or that will not be due again.</summary>
    public DateTimeOffset? DueAt { get; init; }
}
