using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Masterplan.Host.Exports;

/// <summary>An encrypted stream is a row of chunks, each under AES-256-GCM: its nonce counts them and says which is the last, and each is bound to the tag of the one before, the first to the header's proof.
/// So none can be changed, moved, left out or added, nor the end be cut off.</summary>
internal sealed class Chunks(ExportKey key) : IDisposable
{
    /// <summary>What a chunk holds; the last may hold less.</summary>
    public const int Length = 64 * 1024;
    public const int TagLength = 16;
    private readonly AesGcm cipher = new(key.Key, TagLength);
    private byte[] before = key.Proof;
    private long count;

    public void Seal(ReadOnlySpan<byte> plain, Span<byte> sealedChunk, bool isLast)
    {
        var tag = sealedChunk[plain.Length..];
        cipher.Encrypt(Nonce(isLast), plain, sealedChunk[..plain.Length], tag, before);
        Step(tag);
    }

    /// <summary>Fails with <see cref="AuthenticationTagMismatchException"/> if it is not this chunk, whole and unchanged.</summary>
    public void Open(ReadOnlySpan<byte> sealedChunk, Span<byte> plain, bool isLast)
    {
        var tag = sealedChunk[^TagLength..];
        cipher.Decrypt(Nonce(isLast), sealedChunk[..^TagLength], tag, plain, before);
        Step(tag);
    }

    public void Dispose() => cipher.Dispose();

    private byte[] Nonce(bool isLast)
    {
        var nonce = new byte[12];
        BinaryPrimitives.WriteInt64BigEndian(nonce, count);
        nonce[^1] = isLast ? (byte)1 : (byte)0;
        return nonce;
    }

    private void Step(ReadOnlySpan<byte> tag)
    {
        before = tag.ToArray();
        count++;
    }
}
