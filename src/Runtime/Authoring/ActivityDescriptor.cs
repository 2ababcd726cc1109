namespace Masterplan.Runtime.Authoring;

/// <summary>What an activity type is called, takes, gives and where its flow leaves it; read from its attributes.</summary>
public sealed class ActivityDescriptor
{
    public required string TypeName { get; init; }

    public required string Namespace { get; init; }

    public required string Name { get; init; }

    public int Version { get; init; } = 1;

    public required string Category { get; init; }

    public required string DisplayName { get; init; }

    public string? Description { get; init; }

    public ActivityKind Kind { get; init; }

    public bool RunAsynchronously { get; init; }

    public bool IsContainer { get; init; }

    public bool IsBrowsable { get; init; } = true;

    public bool IsStart { get; init; }

    /// <summary>True if a person may choose how failed attempts are repeated.</summary>
    public bool IsResilient { get; init; }

    /// <summary>A terminal activity ends the flowchart or sequence that it stands in.</summary>
    public bool IsTerminal { get; init; }

    public required IReadOnlyList<InputDescriptor> Inputs { get; init; }

    public required IReadOnlyList<OutputDescriptor> Outputs { get; init; }

    public required IReadOnlyList<PortDescriptor> Ports { get; init; }

    public required Type ClrType { get; init; }

    /// <summary>The workflow that is used as this activity; unset for all others, as is the next.</summary>
    public string? WorkflowDefinitionId { get; init; }

    public string? WorkflowDefinitionVersionId { get; init; }
}
