using System.Data.Common;

namespace Masterplan.Runtime.Hosting.Copies;

/// <summary>Writes rows into SQLite; within a transaction, or it takes its time.</summary>
internal static class SqliteRows
{
    public static async Task<long> WriteAsync(DbConnection connection, string table, TableRows rows, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The table is the model's, and columns are quoted.
        command.CommandText = $"INSERT INTO \"{table}\" ({string.Join(", ", rows.Columns.Select(column => $"\"{column}\""))}) VALUES ({string.Join(", ", rows.Columns.Select((_, index) => $"@p{index}"))})";
#pragma warning restore CA2100
        var values = rows.Columns.Select((_, index) => Parameter(command, index)).ToList();
        var count = 0L;
        await foreach (var row in rows.Rows.WithCancellation(cancellationToken))
        {
            for (var column = 0; column < row.Length; column++)
                values[column].Value = row[column] switch
                {
                    null => DBNull.Value,
                    bool flag => flag ? 1L : 0L,
                    var value => value,
                };
            await command.ExecuteNonQueryAsync(cancellationToken);
            count++;
        }

        return count;
    }

    private static DbParameter Parameter(DbCommand command, int index)
    {
        var parameter = command.CreateParameter();
        parameter.ParameterName = $"@p{index}";
        command.Parameters.Add(parameter);
        return parameter;
    }
}
