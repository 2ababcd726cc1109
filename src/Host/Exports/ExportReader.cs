using System.IO.Compression;
using System.Security.Cryptography;
using Masterplan.Activities.Clusters.Secrets;
using Masterplan.Runtime.Hosting.Copies;

namespace Masterplan.Host.Exports;

/// <summary>Reads an export, as often as is asked for; each time every byte is proved.</summary>
internal sealed class ExportReader
{
    private readonly Stream file;
    private readonly string name;
    private readonly byte[] headerBytes;

    /// <summary>Reads the header.</summary>
    /// <exception cref="ExportException">It is no export, or damaged.</exception>
    public ExportReader(Stream file, string name)
    {
        (this.file, this.name) = (file, name);
        (Header, headerBytes) = ExportHeader.Read(file, name);
    }

    public ExportHeader Header { get; }

    /// <summary>The key of the file.</summary>
    /// <exception cref="SecretException">The passphrase is another one.</exception>
    public ExportKey Open(string passphrase)
    {
        var key = new ExportKey(passphrase, Header, headerBytes);
        var proof = new byte[ExportKey.ProofLength];
        file.Position = headerBytes.Length;
        file.ReadAtLeast(proof, proof.Length, throwOnEndOfStream: false);
        return CryptographicOperations.FixedTimeEquals(proof, key.Proof)
            ? key
            : throw new SecretException($"The passphrase does not open '{name}', or the file's beginning is damaged. Nothing was changed. Use the passphrase that it was exported with.");
    }

    /// <summary>Reads everything, keeping nothing.</summary>
    /// <exception cref="ExportException">The file is damaged or cut short.</exception>
    public async Task CheckAsync(ExportKey key, CancellationToken cancellationToken)
    {
        foreach (var table in Tables(key))
            await table.Rows.CountAsync(cancellationToken);
    }

    /// <summary>The tables with their rows. The last step fails if not all was read, or what was read is not all there was.</summary>
    public IEnumerable<TableRows> Tables(ExportKey key)
    {
        file.Position = headerBytes.Length + ExportKey.ProofLength;
        using var opened = new OpeningStream(file, key, name);
        using var unpacked = new GZipStream(opened, CompressionMode.Decompress);
        using var content = new BinaryReader(unpacked);
        var counts = new Dictionary<string, long>(StringComparer.Ordinal);
        var kind = (RowKind)content.ReadByte();
        while (kind == RowKind.Table)
        {
            var table = content.ReadString();
            var columns = Enumerable.Range(0, content.Read7BitEncodedInt()).Select(_ => content.ReadString()).ToList();
            counts[table] = 0;
            yield return new(table, columns, Rows().ToAsyncEnumerable());

            IEnumerable<object?[]> Rows()
            {
                while ((kind = (RowKind)content.ReadByte()) == RowKind.Row)
                {
                    counts[table]++;
                    yield return [.. columns.Select(_ => Value(content))];
                }
            }
        }

        var expected = kind == RowKind.End ? Enumerable.Range(0, content.Read7BitEncodedInt()).Select(_ => (Table: content.ReadString(), Rows: content.Read7BitEncodedInt64())).ToList() : [];
        if (kind != RowKind.End || unpacked.ReadByte() != -1 || opened.ReadByte() != -1 || expected.Count != counts.Count || expected.Any(count => counts.GetValueOrDefault(count.Table, -1) != count.Rows))
            throw new ExportException($"The content of '{name}' is not what its end says. Nothing was changed. Use another copy of it.");
    }

    private static object? Value(BinaryReader content) => (ValueKind)content.ReadByte() switch
    {
        ValueKind.Nothing => null,
        ValueKind.False => false,
        ValueKind.True => true,
        ValueKind.Integer => content.Read7BitEncodedInt64(),
        ValueKind.Real => content.ReadDouble(),
        ValueKind.Text => content.ReadString(),
        ValueKind.Bytes => content.ReadBytes(content.Read7BitEncodedInt()),
        var kind => throw new InvalidDataException($"A value begins with {kind}."),
    };
}
