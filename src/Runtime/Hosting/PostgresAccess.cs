using Masterplan.Runtime.Store;
using Masterplan.Runtime.Store.Engines.Postgres;
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
}
