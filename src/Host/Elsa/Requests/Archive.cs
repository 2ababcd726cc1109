using System.IO.Compression;

namespace Masterplan.Host.Elsa.Requests;

/// <summary>Packs files into one.</summary>
internal static class Archive
{
    public static byte[] Of(IEnumerable<(string Name, byte[] Content)> files)
    {
        using var packed = new MemoryStream();
        using (var archive = new ZipArchive(packed, ZipArchiveMode.Create, leaveOpen: true))
            foreach (var (name, content) in files)
            {
                using var entry = archive.CreateEntry(name).Open();
                entry.Write(content);
            }

        return packed.ToArray();
    }
}
