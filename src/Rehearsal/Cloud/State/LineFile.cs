namespace Masterplan.Rehearsal.Cloud.State;

/// <summary>
/// A file of lines that is only appended to. A line is in the operating system's hands when <see cref="Append"/> returns, so it outlives a kill of
/// the process; a last line that a kill cut short is dropped at the next start.
/// </summary>
internal sealed class LineFile : IDisposable
{
    private const byte NewLine = (byte)'\n';
    private readonly string path;
    private FileStream stream;

    public LineFile(string path)
    {
        this.path = path;
        var bytes = File.Exists(path) ? File.ReadAllBytes(path) : [];
        var whole = bytes.AsSpan().LastIndexOf(NewLine) + 1;
        Lines = Split(bytes, whole);
        stream = Open(path, FileMode.OpenOrCreate);
        stream.SetLength(whole);
        stream.Position = whole;
        Count = Lines.Count;
    }

    /// <summary>The lines that were there at the start.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Lines { get; private set; }

    /// <summary>How many lines the file has.</summary>
    public int Count { get; private set; }

    public void Append(ReadOnlySpan<byte> line)
    {
        var before = stream.Position;
        try
        {
            stream.Write((ReadOnlySpan<byte>)[.. line, NewLine]);
            Count++;
        }
        catch (IOException)
        {
            // A full disk took a part: it must not become the beginning of the next line.
            stream.SetLength(before);
            stream.Position = before;
            throw;
        }
    }

    /// <summary>Puts other lines in place of all, so that after a kill either the old or the new ones are there.</summary>
    public void Replace(IEnumerable<byte[]> lines)
    {
        var next = $"{path}.next";
        Count = 0;
        using (var output = Open(next, FileMode.Create))
        {
            foreach (var line in lines)
            {
                output.Write((ReadOnlySpan<byte>)[.. line, NewLine]);
                Count++;
            }
        }

        stream.Dispose();
        File.Move(next, path, overwrite: true);
        stream = Open(path, FileMode.Open);
        stream.Seek(0, SeekOrigin.End);
        Lines = [];
    }

    public void Dispose() => stream.Dispose();

    private static FileStream Open(string path, FileMode mode)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.ReadWrite, Share = FileShare.Read, BufferSize = 0 };
        if (!OperatingSystem.IsWindows() && mode is not FileMode.Open)
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new(path, options);
    }

    private static List<ReadOnlyMemory<byte>> Split(byte[] bytes, int length)
    {
        var lines = new List<ReadOnlyMemory<byte>>();
        for (var start = 0; start < length;)
        {
            var end = Array.IndexOf(bytes, NewLine, start);
            lines.Add(bytes.AsMemory(start, end - start));
            start = end + 1;
        }

        return lines;
    }
}
