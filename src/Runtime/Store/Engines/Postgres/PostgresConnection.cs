using Npgsql;

namespace Masterplan.Runtime.Store.Engines.Postgres;

/// <summary>How PostgreSQL is reached.</summary>
internal static class PostgresConnection
{
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
        settings.IncludeErrorDetail = false;
        return settings;
    }

    /// <summary>Which database it is, without the password.</summary>
    public static string Name(NpgsqlConnectionStringBuilder settings) => $"{settings.Database ?? settings.Username} on {settings.Host}:{settings.Port}";
}
