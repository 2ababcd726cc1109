using System.Data.Common;
using Masterplan.Runtime.Store.Engines;

namespace Masterplan.Runtime.Store;

/// <summary>The writer's connection with its prepared commands; used by the writer's thread alone.</summary>
internal sealed class WriteSession(DbConnection connection, StoreEngine engine) : IDisposable
{
    private readonly Dictionary<string, DbCommand> _commands = [];

    /// <summary>True if what is written may have been committed already, by a connection that broke before it could say so.</summary>
    public bool IsRepeat { get; set; }

    public void Begin() => Execute(engine.Begin);

    public void Commit() => Execute("COMMIT");

    /// <summary>Rolls back what is open; the database may have done so itself after an error.</summary>
    public void Rollback()
    {
        if (engine.IsInTransaction(connection))
            Execute("ROLLBACK");
    }

    /// <summary>Keeps other hosts out of what has this key until the transaction ends.</summary>
    public void Exclude(string key) => engine.Exclude(this, key);

    public int Execute(string sql, params object?[] arguments) => Prepare(sql, arguments).ExecuteNonQuery();

    public int Execute(SqlStatement statement) => Execute(statement.Sql, statement.Arguments);

    public object? Scalar(string sql, params object?[] arguments)
    {
        var value = Prepare(sql, arguments).ExecuteScalar();
        return value is DBNull ? null : value;
    }

    public List<string> Strings(string sql, params object?[] arguments) => Rows(sql, row => row.GetString(0), arguments);

    public List<T> Rows<T>(string sql, Func<DbDataReader, T> read, params object?[] arguments)
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

    private DbCommand Prepare(string sql, object?[] arguments)
    {
        if (!_commands.TryGetValue(sql, out var command))
        {
            command = connection.CreateCommand();
#pragma warning disable CA2100 // Every text is a constant of this folder; values are parameters.
            command.CommandText = sql;
#pragma warning restore CA2100
            for (var i = 0; i < arguments.Length; i++)
            {
                var parameter = command.CreateParameter();
                parameter.ParameterName = $"@p{i}";
                command.Parameters.Add(parameter);
            }

            _commands[sql] = command;
        }

        for (var i = 0; i < arguments.Length; i++)
            command.Parameters[i].Value = engine.ValueOf(arguments[i]);
        return command;
    }
}
