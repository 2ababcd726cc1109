using System.Security.Cryptography;

namespace Masterplan.Host.Exports;

/// <summary>What a passphrase makes of a header: the key of its file, and a proof that the two belong together.</summary>
internal sealed class ExportKey
{
    public const int ProofLength = 32;
    private const int KeyLength = 32;

    /// <summary>PBKDF2 with SHA-512; the salt is the file's own, so no two files have one key.</summary>
    public ExportKey(string passphrase, ExportHeader header, byte[] headerBytes)
    {
        var bytes = Rfc2898DeriveBytes.Pbkdf2(passphrase.Normalize(), header.Salt, header.Rounds, HashAlgorithmName.SHA512, KeyLength + ProofLength);
        (Key, Proof) = (bytes[..KeyLength], HMACSHA256.HashData(bytes[KeyLength..], headerBytes));
    }

    /// <summary>For AES-256-GCM.</summary>
    public byte[] Key { get; }

    /// <summary>Stands behind the header.</summary>
    public byte[] Proof { get; }
}
