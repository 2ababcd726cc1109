using Masterplan.Host.Exports;
using Masterplan.Runtime.Hosting.Copies;
using Microsoft.Extensions.Time.Testing;

namespace Masterplan.Host.Tests.Exports;

/// <summary>A small export with every kind of value, of more than one chunk.</summary>
internal static class ExportFile
{
    public const string Passphrase = "correct horse battery";

    /// <summary>Few rounds, so that a test can open it a hundred times.</summary>
    public static ExportHeader Header(int format = ExportHeader.NewestFormat, int runs = 0, int clusters = 0) =>
        ExportHeader.New(new DataSnapshot(new(runs, clusters), 2, AsyncEnumerable.Empty<TableRows>()), new FakeTimeProvider(), rounds: 10) with { Format = format };

    public static async Task<byte[]> WriteAsync(ExportHeader header, params TableRows[] tables)
    {
        using var file = new MemoryStream();
        await ExportWriter.WriteAsync(file, header, Passphrase, tables.ToAsyncEnumerable(), TestContext.Current.CancellationToken);
        return file.ToArray();
    }

    public static TableRows Table(string name, IReadOnlyList<string> columns, params object?[][] rows) => new(name, columns, rows.ToAsyncEnumerable());

    /// <summary>Text that does not compress.</summary>
    public static TableRows Noise(Random random, int rows) => Table("Noise", ["Text", "Bytes"], [.. Enumerable.Range(0, rows).Select(_ =>
    {
        var bytes = new byte[300];
        random.NextBytes(bytes);
        return new object?[] { Convert.ToBase64String(bytes), bytes };
    })]);
}
