using System.Text;
using System.Text.Json;
using Masterplan.Runtime.Json;

namespace Masterplan.Host.Audit;

/// <summary>The record in a file (0600).</summary>
internal sealed class AuditFile(string path) : IAuditStore
{
    /// <summary>How long a line waits for those of others.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    // EWOULDBLOCK, by which the two systems say that another process has the file.
    private const int HeldOnLinux = 11;
    private const int HeldOnMacOS = 35;
    private readonly Lock writing = new();

    /// <summary>One writer at a time, over all processes: each has the file to itself while it adds its line.</summary>
    public void Add(AuditEntry entry)
    {
        var line = Encoding.UTF8.GetBytes(RuntimeJson.Serialize(entry) + "\n");
        lock (writing)
            if (!SpinWait.SpinUntil(() => TryAdd(line), Patience))
                throw new IOException($"The record '{path}' was held by another process for {Patience.TotalSeconds:0} s, so '{entry.What}' could not be added to it.");
    }

    /// <summary>A line that a crash cut short is left out.</summary>
    public IReadOnlyList<AuditEntry> Read(string? cluster, int skip, int take) => !File.Exists(path)
        ? []
        : [.. Lines().Select(Parse).OfType<AuditEntry>().Where(entry => cluster is null || entry.Cluster == cluster).Reverse().Skip(skip).Take(take)];

    private bool TryAdd(byte[] line)
    {
        try
        {
            using var file = new FileStream(path, new FileStreamOptions { Mode = FileMode.Append, Access = FileAccess.Write, Share = FileShare.None, BufferSize = 0, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite });
            file.Write(line);
            return true;
        }
        catch (IOException exception) when (exception.HResult is HeldOnLinux or HeldOnMacOS)
        {
            return false;
        }
    }

    /// <summary>Read beside writers.</summary>
    private IEnumerable<string> Lines()
    {
        using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        while (reader.ReadLine() is { } line)
            yield return line;
    }

    private static AuditEntry? Parse(string line)
    {
        try
        {
            return RuntimeJson.Deserialize<AuditEntry>(line);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
