using System.IO.Compression;
using Masterplan.Runtime.Hosting.Copies;

namespace Masterplan.Host.Exports;

/// <summary>Writes an export: header, proof, then encrypted chunks of what is compressed tables and rows.</summary>
internal static class ExportWriter
{
    /// <returns>How many rows there were.</returns>
    public static async Task<long> WriteAsync(Stream file, ExportHeader header, string passphrase, IAsyncEnumerable<TableRows> tables, CancellationToken cancellationToken)
    {
        var bytes = header.ToBytes();
        var key = new ExportKey(passphrase, header, bytes);
        file.Write(bytes);
        file.Write(key.Proof);
        using var encrypted = new SealingStream(file, key);
        using var packed = new GZipStream(encrypted, CompressionLevel.Fastest);
        using var content = new BinaryWriter(packed);
        var counts = new List<(string Table, long Rows)>();
        await foreach (var table in tables.WithCancellation(cancellationToken))
            counts.Add((table.Table, await WriteAsync(content, table, cancellationToken)));
        content.Write((byte)RowKind.End);
        content.Write7BitEncodedInt(counts.Count);
        foreach (var (table, rows) in counts)
        {
            content.Write(table);
            content.Write7BitEncodedInt64(rows);
        }

        return counts.Sum(count => count.Rows);
    }

    private static async Task<long> WriteAsync(BinaryWriter content, TableRows table, CancellationToken cancellationToken)
    {
        content.Write((byte)RowKind.Table);
        content.Write(table.Table);
        content.Write7BitEncodedInt(table.Columns.Count);
        foreach (var column in table.Columns)
            content.Write(column);
        var count = 0L;
        await foreach (var row in table.Rows.WithCancellation(cancellationToken))
        {
            count++;
            content.Write((byte)RowKind.Row);
            foreach (var value in row)
                Write(content, value);
        }

        return count;
    }

    private static void Write(BinaryWriter content, object? value)
    {
        switch (value)
        {
            case null:
                content.Write((byte)ValueKind.Nothing);
                break;
            case bool flag:
                content.Write((byte)(flag ? ValueKind.True : ValueKind.False));
                break;
            case long number:
                content.Write((byte)ValueKind.Integer);
                content.Write7BitEncodedInt64(number);
                break;
            case double number:
                content.Write((byte)ValueKind.Real);
                content.Write(number);
                break;
            case string text:
                content.Write((byte)ValueKind.Text);
                content.Write(text);
                break;
            case byte[] bytes:
                content.Write((byte)ValueKind.Bytes);
                content.Write7BitEncodedInt(bytes.Length);
                content.Write(bytes);
                break;
            default:
                throw new ArgumentException($"A value of type {value.GetType()} has no form in an export.", nameof(value));
        }
    }
}
