using System.Globalization;
using Masterplan.Host.Exports;
using Masterplan.Runtime.Hosting.Copies;

namespace Masterplan.Host.Tests.Exports;

/// <summary>All that a place holds, as text, table by table and row by row, so that two can be compared.</summary>
internal static class Content
{
    public static async Task<IReadOnlyDictionary<string, IReadOnlyList<string>>> OfAsync(IDataPlace place)
    {
        var content = new Dictionary<string, IReadOnlyList<string>>(StringComparer.OrdinalIgnoreCase);
        await foreach (var table in (await place.SnapshotAsync(TestContext.Current.CancellationToken)).Tables)
        {
            var rows = new List<string>();
            await foreach (var row in table.Rows)
                rows.Add(string.Join(", ", row.Select((value, column) => $"{table.Columns[column].ToUpperInvariant()}={TextOf(value)}").Where(text => !text.StartsWith("LEASEUNTIL=", StringComparison.Ordinal)).Order(StringComparer.Ordinal)));
            // Only a journal's rows have an order.
            content[table.Table] = string.Equals(table.Table, "Journal", StringComparison.OrdinalIgnoreCase) ? rows : [.. rows.Order(StringComparer.Ordinal)];
        }

        return content;
    }

    /// <summary>The same tables with the same rows; a place that has files has none where there is nothing.</summary>
    public static void ShouldBeThatOf(this IReadOnlyDictionary<string, IReadOnlyList<string>> content, IReadOnlyDictionary<string, IReadOnlyList<string>> other)
    {
        content.Keys.Order(StringComparer.OrdinalIgnoreCase).ShouldBe(other.Keys.Order(StringComparer.OrdinalIgnoreCase), StringComparer.OrdinalIgnoreCase);
        foreach (var (table, rows) in content)
            rows.ShouldBe(other[table], table);
    }

    private static string TextOf(object? value) => value switch
    {
        null => "null",
        bool flag => flag ? "1" : "0",
        byte[] bytes => Convert.ToHexString(bytes),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => (string)value,
    };

    public static TableRows Cut(this TableRows table, int after) => table with { Rows = CutAsync(table.Rows, after) };

    private static async IAsyncEnumerable<object?[]> CutAsync(IAsyncEnumerable<object?[]> rows, int after)
    {
        await foreach (var row in rows)
            yield return after-- > 0 ? row : throw new IOException("It ends here.");
    }
}
