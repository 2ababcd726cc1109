using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Masterplan.Runtime.Store;
using Masterplan.Runtime.Store.Engines.Postgres;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Masterplan.Runtime.Hosting;

/// <summary>Reaches a PostgreSQL database before anything is built on it.</summary>
public static class PostgresAccess
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    /// <summary>The connection string with what this program wants of each connection where it says nothing of it. Fails with <see cref="StoreException"/> where it makes no sense.</summary>
    public static string Complete(string connectionString) => PostgresConnection.Of(connectionString).ToString();

    /// <summary>Completes when the database answers. A server that is away, or has no room, is waited for; fails with <see cref="StoreException"/> where waiting does not help, or after the patience.</summary>
    /// <param name="connectionString">Npgsql's.</param>
    /// <param name="patience">How long to wait; <see cref="Timeout.InfiniteTimeSpan"/> waits for ever.</param>
    /// <param name="tell">Is told once why there is a wait.</param>
    /// <param name="time">The clock of the waits.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async Task WaitAsync(string connectionString, TimeSpan patience, Action<string> tell, TimeProvider time, CancellationToken cancellationToken = default)
    {
        var settings = PostgresConnection.Of(connectionString);
        var began = time.GetTimestamp();
        for (var isFirst = true; ; isFirst = false)
            try
            {
                // A pooled connection would say nothing of the server as it is now.
                await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(settings.ToString()) { Pooling = false }.ToString());
                await connection.OpenAsync(cancellationToken);
                return;
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                var known = PostgresErrors.Translate(e, PostgresConnection.Name(settings));
                if (!PostgresErrors.IsAway(e) || (patience != Timeout.InfiniteTimeSpan && time.GetElapsedTime(began) >= patience))
                    throw known;
                if (isFirst)
                    tell(known.Message);
                await Task.Delay(RetryAfter, time, cancellationToken);
            }
    }

    /// <summary>Brings the schema of a context up, one process at a time: EF Core's own lock ends with each migration, and another host would make the next one a second time.</summary>
    /// <param name="context">The context.</param>
    /// <param name="connectionString">Npgsql's, of its database.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async Task MigrateAsync(DbContext context, string connectionString, CancellationToken cancellationToken = default)
    {
        if (!(await context.Database.GetPendingMigrationsAsync(cancellationToken)).Any())
            return;
        await using var turn = await ExcludeAsync(connectionString, "schema", cancellationToken);
        await context.Database.MigrateAsync(cancellationToken);
    }

    /// <summary>Waits for a turn that one process at a time has on the database, and holds it until it is disposed of, or the process is gone.</summary>
    /// <param name="connectionString">Npgsql's.</param>
    /// <param name="key">What the turn is for.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    internal static async Task<IAsyncDisposable> ExcludeAsync(string connectionString, string key, CancellationToken cancellationToken = default)
    {
        // Not from the pool, for the lock ends with the connection, whatever becomes of this process: closed, or idle in its transaction for too long.
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false, CommandTimeout = 0 }.ToString());
        try
        {
            await connection.OpenAsync(cancellationToken);
            await connection.BeginTransactionAsync(cancellationToken);
            await using var command = new NpgsqlCommand("SELECT pg_advisory_xact_lock($1)", connection) { Parameters = { new NpgsqlParameter { Value = LockOf(key) } } };
            await command.ExecuteNonQueryAsync(cancellationToken);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>The advisory lock of a key.</summary>
    internal static long LockOf(string key) => BinaryPrimitives.ReadInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
}
