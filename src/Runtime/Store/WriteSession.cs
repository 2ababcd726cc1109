using Microsoft.Data.Sqlite;

namespace Masterplan.Runtime.Store;

/// <summary>The writer's connection with its prepared commands; used by the writer's thread alone.</summary>
internal sealed class WriteSession(SqliteConnection connection) : IDisposable
{
    private readonly Dictionary<string, SqliteCommand> _commands = [];

    public void Begin() => Execute("BEGIN IMMEDIATE");

    public void Commit() => Execute("COMMIT");

    /// <summary>Rolls back what is open; SQLite may have done so itself after an error.</summary>
    public void Rollback()
    {
        if (SQLitePCL.raw.sqlite3_get_autocommit(connection.Handle!) == 0)
            Execute("ROLLBACK");
    }

    public int Execute(string sql, params object?[] arguments) => Prepare(sql, arguments).ExecuteNonQuery();

    public int Execute(SqlStatement statement) => Execute(statement.Sql, statement.Arguments);

    public object? Scalar(string sql, params object?[] arguments)
    {
        var value = Prepare(sql, arguments).ExecuteScalar();
        return value is DBNull ? null : value;
    }

    public List<string> Strings(string sql, params object?[] arguments) => Rows(sql, row => row.GetString(0), arguments);

    public List<T> Rows<T>(string sql, Func<SqliteDataReader, T> read, params object?[] arguments)
    {
        using var reader = Prepare(sql, arguments).ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
            rows.Add(read(reader));
        return rows;
    }

    public void Dispose()
    {
        foreach (var command in _commands.Values)
            command.Dispose();
        connection.Dispose();
    }

    private SqliteCommand Prepare(string sql, object?[] arguments)
    {
        if (!_commands.TryGetValue(sql, out var command))
        {
            command = connection.CreateCommand();
#pragma warning disable CA2100 // Every text is a constant of this folder; values are parameters.
            command.CommandText = sql;
#pragma warning restore CA2100
            for (var i = 0; i < arguments.Length; i++)
                command.Parameters.Add(new SqliteParameter { ParameterName = $"@p{i}" });
            _commands[sql] = command;
        }

        for (var i = 0; i < arguments.Length; i++)
            command.Parameters[i].Value = arguments[i] switch
            {
                null => DBNull.Value,
                DateTimeOffset time => time.UtcTicks,
                bool flag => flag ? 1L : 0L,
                Enum member => Convert.ToInt64(member),
                var value => value,
            };
        return command;
    }
}
