using System.Security.Cryptography;
using System.Text;
using Masterplan.Activities.Nodes.Artifacts;

namespace Masterplan.Activities.Tests.Nodes.Artifacts;

/// <summary>Checksums made from the address; remembers what it was asked.</summary>
internal sealed class FakeArtifacts : IArtifactSource
{
    public List<string> Asked { get; } = [];

    public Task<string> Sha512Async(string url, CancellationToken cancellationToken = default)
    {
        Asked.Add(url);
        return Task.FromResult(Convert.ToHexStringLower(SHA512.HashData(Encoding.UTF8.GetBytes(url))));
    }

    public Task<string> ImageMd5Async(string url, CancellationToken cancellationToken = default)
    {
        Asked.Add(url);
        return Task.FromResult(new string('a', 32));
    }
}
