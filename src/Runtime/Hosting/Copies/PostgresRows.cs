using System.Globalization;
using System.Text;
using Npgsql;

namespace Masterplan.Runtime.Hosting.Copies;

/// <summary>Writes rows into PostgreSQL by COPY, as text: so the server gives each value its column's type, a 1 of SQLite's as much as a true.</summary>
internal static class PostgresRows
{
    /// <param name="connection">The connection.</param>
    /// <param name="table">The table's name.</param>
    /// <param name="position">The column that numbers the rows; null if none does. Theirs are below all that the server gives.</param>
    /// <param name="rows">What to write.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<long> WriteAsync(NpgsqlConnection connection, string table, string? position, TableRows rows, CancellationToken cancellationToken)
    {
#pragma warning disable CA1308 // PostgreSQL's names of the runtime's tables are in lower case.
        var isLower = !table.Any(char.IsUpper);
        var columns = rows.Columns.Select(column => isLower ? column.ToLowerInvariant() : column);
#pragma warning restore CA1308
        if (position is not null)
            columns = columns.Append(position);
        await using var writer = await connection.BeginTextImportAsync($"COPY \"{table}\" ({string.Join(", ", columns.Select(column => $"\"{column}\""))}) FROM STDIN", cancellationToken);
        var line = new StringBuilder();
        var count = 0L;
        await foreach (var row in rows.Rows.WithCancellation(cancellationToken))
        {
            count++;
            line.Clear().AppendJoin('\t', row.Select(TextOf));
            if (position is not null)
                line.Append('\t').Append(count);
            await writer.WriteAsync(line.Append('\n'), cancellationToken);
        }

        return count;
    }

    private static string TextOf(object? value) => value switch
    {
        null => "\\N",
        bool flag => flag ? "t" : "f",
        long number => number.ToString(CultureInfo.InvariantCulture),
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        byte[] bytes => "\\\\x" + Convert.ToHexString(bytes),
        // Its texts hold every character but the zero.
        string text => text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\t", "\\t", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)
            .Replace("\r", "\\r", StringComparison.Ordinal).Replace('\0', '\uFFFD'),
        _ => throw new ArgumentException($"A value of type {value.GetType()} cannot be written."),
    };
}
