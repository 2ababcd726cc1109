using System.Data.Common;
using Masterplan.Runtime.Store.Engines;

namespace Masterplan.Runtime.Store;

/// <summary>The writer's connection with its prepared commands; used by the writer's thread alone.</summary>
internal sealed class WriteSession(DbConnection connection, StoreEngine engine) : IDisposable
{
    private readonly Dictionary<string, DbCommand> _commands = [];
    private readonly List<(SqlStatement Statement, Action<int>? Check)> _gathered = [];

    /// <summary>True if what is written may have been committed already, by a connection that broke before it could say so.</summary>
    public bool IsRepeat { get; set; }

    /// <summary>True once something that was gathered has failed: the transaction is lost, whoever is writing at the moment.</summary>
    public bool HasFailed { get; private set; }

    public void Begin()
    {
        HasFailed = false;
        Add(new SqlStatement(engine.Begin));
    }

    public void Commit()
    {
        Send();
        Execute("COMMIT");
    }

    /// <summary>Rolls back what is open; the database may have done so itself after an error.</summary>
    public void Rollback()
    {
        _gathered.Clear();
        if (engine.IsInTransaction(connection))
            Execute("ROLLBACK");
    }

    /// <summary>Keeps other hosts out of what has this key until the transaction ends.</summary>
    public void Exclude(string key) => engine.Exclude(this, key);

    /// <summary>Writes at once, or, where each question to the server costs a way to it and back, together with what is written until an answer is needed or the transaction ends.</summary>
    /// <param name="statement">What to write.</param>
    /// <param name="check">Is told how many rows it changed, before the transaction ends; what it throws fails the transaction.</param>
    public void Add(SqlStatement statement, Action<int>? check = null)
    {
        if (connection.CanCreateBatch)
            _gathered.Add((statement, check));
        else if (Execute(statement) is var rows)
            check?.Invoke(rows);
    }

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

    private void Send()
    {
        if (_gathered.Count == 0)
            return;
        HasFailed = true;
        using var batch = connection.CreateBatch();
        foreach (var (statement, _) in _gathered)
        {
            var command = batch.CreateBatchCommand();
            engine.Fill(command, statement);
            batch.BatchCommands.Add(command);
        }

        try
        {
            batch.ExecuteNonQuery();
        }
        catch (DbException e) when (e.BatchCommand is { } failed)
        {
            // What an earlier statement found is why this one failed: who has lost a lease finds the other's lines in place of its own.
            Check(batch, batch.BatchCommands.IndexOf(failed));
            throw;
        }

        Check(batch, _gathered.Count);
        _gathered.Clear();
        HasFailed = false;
    }

    private void Check(DbBatch batch, int count)
    {
        for (var i = 0; i < count; i++)
            _gathered[i].Check?.Invoke(batch.BatchCommands[i].RecordsAffected);
    }

    private DbCommand Prepare(string sql, object?[] arguments)
    {
        Send();
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
