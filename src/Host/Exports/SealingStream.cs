namespace Masterplan.Host.Exports;

/// <summary>Encrypts what is written, chunk by chunk; to be disposed of to seal the last one.</summary>
internal sealed class SealingStream(Stream file, ExportKey key) : Stream
{
    private readonly Chunks chunks = new(key);
    private readonly byte[] plain = new byte[Chunks.Length];
    private readonly byte[] sealedChunk = new byte[Chunks.Length + Chunks.TagLength];
    private int filled;
    private bool isClosed;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (buffer.Length > 0)
        {
            // A full chunk is sealed only when more comes, for the last one is sealed as such.
            if (filled == plain.Length)
                Seal(isLast: false);
            var part = Math.Min(buffer.Length, plain.Length - filled);
            buffer[..part].CopyTo(plain.AsSpan(filled));
            filled += part;
            buffer = buffer[part..];
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush()
    {
        // A chunk is written when it is full.
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing && !isClosed)
        {
            isClosed = true;
            Seal(isLast: true);
            chunks.Dispose();
        }

        base.Dispose(disposing);
    }

    private void Seal(bool isLast)
    {
        var length = filled + Chunks.TagLength;
        chunks.Seal(plain.AsSpan(0, filled), sealedChunk.AsSpan(0, length), isLast);
        file.Write(sealedChunk, 0, length);
        filled = 0;
    }
}
