using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace Masterplan.Activities.Nodes.Artifacts;

/// <summary>Asks upstream itself: downloads an artifact once, compares it with the checksum file beside it, and hashes it.</summary>
public sealed partial class UpstreamArtifacts(HttpClient http) : IArtifactSource
{
    public async Task<string> Sha512Async(string url, CancellationToken cancellationToken = default)
    {
        await using var stream = await http.GetStreamAsync(url, cancellationToken);
        using var sha512 = IncrementalHash.CreateHash(HashAlgorithmName.SHA512);
        using var sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[1 << 16];
        while (await stream.ReadAsync(buffer, cancellationToken) is > 0 and var read)
        {
            sha512.AppendData(buffer.AsSpan(0, read));
            sha256.AppendData(buffer.AsSpan(0, read));
        }

        var result = Convert.ToHexStringLower(sha512.GetHashAndReset());
        await CompareAsync(url, result, Convert.ToHexStringLower(sha256.GetHashAndReset()), cancellationToken);
        return result;
    }

    public async Task<string> ImageMd5Async(string url, CancellationToken cancellationToken = default)
    {
        var digests = await http.GetStringAsync($"{url}.DIGESTS", cancellationToken);
        var match = Md5Line().Match(digests);
        return match.Success
            ? match.Groups[1].Value.ToLowerInvariant()
            : throw new NodeException($"'{url}.DIGESTS' names no MD5. Write operatingSystem.imageMd5 into the spec.", isTransient: false);
    }

    /// <summary>dl.k8s.io and the CNI plugins have URL.sha512, etcd a SHA256SUMS in the same folder; flannel has neither.</summary>
    private async Task CompareAsync(string url, string sha512, string sha256, CancellationToken cancellationToken)
    {
        var (name, folder) = (url[(url.LastIndexOf('/') + 1)..], url[..url.LastIndexOf('/')]);
        foreach (var (checksums, actual) in new[] { ($"{url}.sha512", sha512), ($"{folder}/SHA256SUMS", sha256) })
        {
            using var response = await http.GetAsync(checksums, cancellationToken);
            if (!response.IsSuccessStatusCode)
                continue;
            var lines = (await response.Content.ReadAsStringAsync(cancellationToken)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
            var line = lines.FirstOrDefault(text => text.EndsWith(name, StringComparison.Ordinal)) ?? lines.FirstOrDefault() ?? "";
            if (!line.StartsWith(actual, StringComparison.OrdinalIgnoreCase))
                throw new NodeException($"'{url}' does not have the checksum that '{checksums}' tells: expected '{line}', found '{actual}'. Nothing was installed.", isTransient: false);
            return;
        }
    }

    [GeneratedRegex(@"# MD5 HASH\s+([0-9a-fA-F]{32})")]
    private static partial Regex Md5Line();
}
