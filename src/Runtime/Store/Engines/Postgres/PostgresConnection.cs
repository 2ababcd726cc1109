using Npgsql;

namespace Masterplan.Runtime.Store.Engines.Postgres;

/// <summary>How PostgreSQL is reached.</summary>
internal static class PostgresConnection
{
    // A host that is stopped, or cut off, in the middle of a transaction keeps its locks for no longer than this, so that another can take over.
    private const string FreesLocks = "-c idle_in_transaction_session_timeout=10s -c tcp_keepalives_idle=10 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3";

    /// <summary>The settings with this program's defaults. Fails with <see cref="StoreException"/> where they make no sense.</summary>
    public static NpgsqlConnectionStringBuilder Of(string connectionString)
    {
        NpgsqlConnectionStringBuilder settings;
        try
        {
            settings = new NpgsqlConnectionStringBuilder(connectionString);
        }
        catch (Exception e) when (e is ArgumentException or FormatException or KeyNotFoundException)
        {
            throw new StoreException(StoreFault.Other, $"The PostgreSQL connection string cannot be read: {e.Message} It looks like 'Host=db;Database=masterplan;Username=masterplan;Password=…'.", e);
        }

        if (string.IsNullOrEmpty(settings.Host))
            throw new StoreException(StoreFault.Other, "The PostgreSQL connection string names no host. It looks like 'Host=db;Database=masterplan;Username=masterplan;Password=…'.");
        settings.ApplicationName ??= "masterplan";
        // What is executed more than a few times is prepared by the server; the statements of the hot path are some fifty.
        if (settings.MaxAutoPrepare == 0)
            settings.MaxAutoPrepare = 200;
        if (settings.KeepAlive == 0)
            settings.KeepAlive = 15;
        // Nothing is set on a connection but by its connection string, so that there is nothing to set back when it returns to the pool.
        settings.NoResetOnClose = true;
        // Of two values of one setting the later counts: the user's own.
        settings.Options = $"{FreesLocks} {settings.Options}".TrimEnd();
        settings.IncludeErrorDetail = false;
        // The writer asks which of many statements failed.
        settings.IncludeFailedBatchedCommand = true;
        return settings;
    }

    /// <summary>Which database it is, without the password.</summary>
    public static string Name(NpgsqlConnectionStringBuilder settings) => $"{settings.Database ?? settings.Username} on {settings.Host}:{settings.Port}";
}
