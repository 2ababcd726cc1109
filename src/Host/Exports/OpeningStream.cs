using System.Security.Cryptography;

namespace Masterplan.Host.Exports;

/// <summary>Decrypts what <see cref="SealingStream"/> wrote; gives out nothing that is not proved to be what was written.</summary>
internal sealed class OpeningStream(Stream file, ExportKey key, string name) : Stream
{
    private readonly Chunks chunks = new(key);
    private readonly byte[] plain = new byte[Chunks.Length];
    private byte[] current = new byte[Chunks.Length + Chunks.TagLength];
    private byte[] next = new byte[Chunks.Length + Chunks.TagLength];
    private int nextLength = -1;
    private int given;
    private int filled;
    private bool isAtEnd;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override int Read(Span<byte> buffer)
    {
        while (given == filled && !isAtEnd)
            Open();
        var part = Math.Min(buffer.Length, filled - given);
        plain.AsSpan(given, part).CopyTo(buffer);
        given += part;
        return part;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
        // Nothing is written.
    }

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            chunks.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>One chunk ahead, to know which is the last.</summary>
    private void Open()
    {
        if (nextLength < 0)
            nextLength = ReadChunk();
        (current, next) = (next, current);
        var length = nextLength;
        nextLength = length == current.Length ? ReadChunk() : 0;
        isAtEnd = nextLength == 0;
        try
        {
            if (length < Chunks.TagLength)
                throw new AuthenticationTagMismatchException();
            (given, filled) = (0, length - Chunks.TagLength);
            chunks.Open(current.AsSpan(0, length), plain.AsSpan(0, filled), isAtEnd);
        }
        catch (AuthenticationTagMismatchException exception)
        {
            (given, filled) = (0, 0);
            throw new ExportException($"'{name}' is damaged or cut short, near byte {file.Position - nextLength}. Nothing was changed. Use another copy of it.", exception);
        }
    }

    private int ReadChunk() => file.ReadAtLeast(next, next.Length, throwOnEndOfStream: false);
}
