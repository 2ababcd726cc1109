using System.Data;
using System.Data.Common;
using Masterplan.Runtime.Hosting;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Masterplan.Runtime.Store.Engines.Postgres;

/// <summary>A PostgreSQL database, for many hosts.</summary>
internal sealed class PostgresEngine : StoreEngine
{
    // A host keeps other tables in the same database, with a history of their own.
    public const string MigrationsTable = "runtime_migrations";
    // The writer's thread alone uses them.
    private readonly Dictionary<string, NumberedStatement> _statements = [];
    private readonly string _connectionString;

    /// <param name="connectionString">Npgsql's; what it leaves open gets this program's defaults.</param>
    public PostgresEngine(string connectionString)
    {
        var settings = PostgresConnection.Of(connectionString);
        _connectionString = settings.ToString();
        Name = PostgresConnection.Name(settings);
    }

    public override string Name { get; }

    public override bool MayBeSilent => true;

    public override string Begin => "BEGIN";

    /// <summary>An instance that another host is just leasing is passed over, not waited for: so no two hosts wait for each other.
    /// The sum keeps the planner from going through the index of all that run, which it prefers to the key while the table has no statistics.</summary>
    public override string Acquire => """
        UPDATE Instances SET LeaseOwner=@p1, LeaseUntil=@p2, Fencing=Fencing+1
        WHERE Id=(SELECT Id FROM Instances WHERE Id=@p0 AND Status+0=0 AND (LeaseUntil IS NULL OR LeaseOwner=@p1 OR LeaseUntil<@p3) FOR UPDATE SKIP LOCKED)
        """;

    /// <summary>A position says in which transaction a line was written. Lines are told only once no older transaction is open, so that none is passed over that commits late.</summary>
    public override string JournalLines => $$"""
        SELECT j.Position AS "Position", j.InstanceId AS "InstanceId", j.EventName AS "EventName", j.Message AS "Message", j.ActivityInstanceId AS "ActivityInstanceId",
          j.ActivityId AS "ActivityId", j.ActivityType AS "ActivityType", e.DisplayName AS "DisplayName", j.Timestamp AS "Timestamp"
        FROM Journal j JOIN Instances i ON i.Id=j.InstanceId LEFT JOIN ActivityExecutions e ON e.Id=j.ActivityInstanceId
        WHERE i.RootInstanceId={0} AND j.Position>{1} AND j.Position < (pg_snapshot_xmin(pg_current_snapshot())::text::bigint << {{PostgresRuntimeDbContext.LineBits}})
        ORDER BY j.Position LIMIT {2}
        """;

    public override string NoteDefinitionChange => "SELECT nextval('definition_changes')";

    public override string DefinitionChanges => "SELECT last_value AS \"Value\" FROM definition_changes";

    public override void Configure(DbContextOptionsBuilder options) => options.UseNpgsql(_connectionString, postgres => postgres.MigrationsHistoryTable(MigrationsTable));

    public override DbConnection Open(IDbContextFactory<RuntimeDbContext> contexts)
    {
        NpgsqlConnection? connection = null;
        try
        {
            using (var context = contexts.CreateDbContext())
            {
                if (context.Database.GetAppliedMigrations().Any())
                    SchemaAge.RefuseNewer(context, Name);
                PostgresAccess.MigrateAsync(context, _connectionString).GetAwaiter().GetResult();
            }

            connection = new NpgsqlConnection(_connectionString);
            connection.Open();
            return connection;
        }
        catch (Exception e) when (e is not StoreException)
        {
            connection?.Dispose();
            throw Translate(e);
        }
    }

    public override async Task<DbTransaction> BeginSnapshotAsync(DbConnection connection, CancellationToken cancellationToken) =>
        await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);

    public override object ValueOf(object? argument) => argument switch
    {
        null => DBNull.Value,
        DateTimeOffset time => time.UtcTicks,
        Enum member => Convert.ToInt32(member),
        // Its texts hold every character but this one.
        string text => text.Contains('\0') ? text.Replace('\0', '\uFFFD') : text,
        _ => argument,
    };

    public override void Fill(DbBatchCommand command, SqlStatement statement)
    {
        if (!_statements.TryGetValue(statement.Sql, out var numbered))
            _statements[statement.Sql] = numbered = new NumberedStatement(statement.Sql);
        numbered.Fill(command, Array.ConvertAll(statement.Arguments, ValueOf));
    }

    public override bool IsInTransaction(DbConnection connection) => connection.State == ConnectionState.Open;

    public override StoreException Translate(Exception error) => PostgresErrors.Translate(error, Name);

    public override bool IsAway(Exception error) => PostgresErrors.IsAway(error);

    public override void Exclude(WriteSession session, string key) => session.Execute("SELECT pg_advisory_xact_lock(@p0)", PostgresAccess.LockOf(key));

    public override Task<IAsyncDisposable> ExcludeAsync(string key, CancellationToken cancellationToken) => PostgresAccess.ExcludeAsync(_connectionString, key, cancellationToken);
}
