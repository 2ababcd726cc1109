using System.ComponentModel.DataAnnotations;

namespace Masterplan.Activities.Clusters.Storage;

/// <summary>A cluster that is, or is being, built.</summary>
public sealed class ClusterRow
{
    [Key]
    public required string Name { get; init; }

    /// <summary>The spec as it was last accepted, YAML.</summary>
    public required string SpecYaml { get; set; }

    /// <summary>The Kubernetes version that the whole cluster runs; an upgrade sets it at its end.</summary>
    public required string Version { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }
}
