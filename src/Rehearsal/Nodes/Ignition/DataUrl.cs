using System.IO.Compression;
using System.Text;

namespace Masterplan.Rehearsal.Nodes.Ignition;

/// <summary>RFC 2397 data URLs, the way file contents travel inside an Ignition configuration.</summary>
public static class DataUrl
{
    public static byte[] Decode(string source, bool gzip)
    {
        if (source.Length == 0)
            return [];
        var comma = source.IndexOf(',', StringComparison.Ordinal);
        if (!source.StartsWith("data:", StringComparison.Ordinal) || comma < 0)
            throw new IgnitionException($"invalid url '{source[..Math.Min(40, source.Length)]}': unsupported source scheme");
        var body = source[(comma + 1)..];
        try
        {
            var bytes = source[..comma].EndsWith(";base64", StringComparison.Ordinal)
                ? Convert.FromBase64String(Uri.UnescapeDataString(body))
                : Encoding.UTF8.GetBytes(Uri.UnescapeDataString(body));
            return gzip ? Unzip(bytes) : bytes;
        }
        catch (FormatException e)
        {
            throw new IgnitionException($"invalid data url: {e.Message}");
        }
    }

    private static byte[] Unzip(byte[] bytes)
    {
        using var unzipped = new MemoryStream();
        using var gzip = new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress);
        gzip.CopyTo(unzipped);
        return unzipped.ToArray();
    }
}
