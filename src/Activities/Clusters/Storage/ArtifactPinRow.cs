namespace Masterplan.Activities.Clusters.Storage;

/// <summary>The checksum of an artifact, kept from the first time it was seen.</summary>
public sealed class ArtifactPinRow
{
    public required string Cluster { get; init; }

    /// <summary>The upstream address.</summary>
    public required string Url { get; init; }

    /// <summary>Lower-case hexadecimal SHA-512, or MD5 for an image.</summary>
    public required string Checksum { get; init; }
}
