using System.Security.Cryptography;
using System.Text;
using Masterplan.Activities.Nodes.Artifacts;

namespace Masterplan.Host.Composition;

/// <summary>Checksums for a rehearsal, which downloads nothing: made up from the address, the same every time.</summary>
internal sealed class RehearsalArtifacts : IArtifactSource
{
    public Task<string> Sha512Async(string url, CancellationToken cancellationToken = default) =>
        Task.FromResult(Convert.ToHexStringLower(SHA512.HashData(Encoding.UTF8.GetBytes(url))));

    public Task<string> ImageMd5Async(string url, CancellationToken cancellationToken = default) =>
        Task.FromResult(Convert.ToHexStringLower(SHA512.HashData(Encoding.UTF8.GetBytes(url)))[..32]);
}
