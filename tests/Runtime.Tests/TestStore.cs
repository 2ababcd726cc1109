using Masterplan.Runtime.Hosting;
using Npgsql;

namespace Masterplan.Runtime.Tests;

/// <summary>Where a test's runtime keeps its runs: a SQLite file of the test's folder, or, with this variable set to a superuser's connection string, a PostgreSQL database of the folder's name. Set to "start" it has the test program start a server.</summary>
internal static class TestStore
{
    public const string PostgresVariable = "RUNTIME_TESTS_POSTGRES";

    public static RuntimeOptions Options(string folder) => Environment.GetEnvironmentVariable(PostgresVariable) is { Length: > 0 } server
        ? new RuntimeOptions { PostgresConnection = Database(server, Path.GetFileName(folder)) }
        : new RuntimeOptions { DatabasePath = Path.Combine(folder, "runs.db") };

    /// <summary>The connection string of a database that is made if need be.</summary>
    public static string Database(string server, string name)
    {
        var settings = new NpgsqlConnectionStringBuilder(server);
        using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(server) { Pooling = false }.ToString());
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The name is a test's own.
        command.CommandText = $"CREATE DATABASE \"{name}\"";
#pragma warning restore CA2100
        try
        {
            command.ExecuteNonQuery();
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.DuplicateDatabase)
        {
            // The test's runtime has been started before.
        }

        settings.Database = name;
        settings.MaxPoolSize = 20;
        return settings.ToString();
    }
}
