namespace Masterplan.Activities.Nodes.Artifacts;

/// <summary>Tells the checksum of an upstream file.</summary>
public interface IArtifactSource
{
    /// <summary>SHA-512 in lower-case hexadecimal, checked against the checksum file beside the artifact where upstream has one.</summary>
    Task<string> Sha512Async(string url, CancellationToken cancellationToken = default);

    /// <summary>MD5 in hexadecimal, which the cloud asks for when an image is registered.</summary>
    Task<string> ImageMd5Async(string url, CancellationToken cancellationToken = default);
}
