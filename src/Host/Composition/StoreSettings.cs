using Masterplan.Activities.Clusters;
using Microsoft.Extensions.Configuration;

namespace Masterplan.Host.Composition;

/// <summary>Where this host keeps what it knows, and how it hears of others: with nothing set, in SQLite files of the data folder and alone; with PostgreSQL, as one of many.</summary>
/// <param name="Postgres">Npgsql's connection string; unset means SQLite.</param>
/// <param name="RabbitMq">The broker's address; unset means that hosts hear of each other by looking into the database.</param>
public sealed record StoreSettings(string? Postgres, Uri? RabbitMq)
{
    private const string PostgresSetting = "Postgres";
    private const string RabbitMqSetting = "RabbitMq";

    /// <summary>Everything in files of the data folder.</summary>
    public static StoreSettings Embedded { get; } = new(null, null);

    /// <summary>Whether other hosts may work on the same runs.</summary>
    public bool IsShared => Postgres is not null;

    /// <summary>From MASTERPLAN_POSTGRES and MASTERPLAN_RABBITMQ, from the files that MASTERPLAN_POSTGRES_FILE and MASTERPLAN_RABBITMQ_FILE name, or from appsettings.json beside the program or in the data folder.</summary>
    /// <exception cref="ConfigurationException">A setting makes no sense.</exception>
    public static StoreSettings Read(DataFolder folder)
    {
        var settings = new ConfigurationBuilder()
            .AddJsonFile(Path.Combine(AppContext.BaseDirectory, "appsettings.json"), optional: true)
            .AddJsonFile(Path.Combine(folder.Root, "appsettings.json"), optional: true)
            .AddEnvironmentVariables("MASTERPLAN_")
            .Build();
        var (postgres, broker) = (Value(settings, PostgresSetting), Value(settings, RabbitMqSetting));
        if (broker is null)
            return new(postgres, null);
        if (!Uri.TryCreate(broker, UriKind.Absolute, out var address) || address.Scheme is not ("amqp" or "amqps"))
            throw new ConfigurationException("The setting RabbitMq", "", "It is not an address such as amqp://user:password@broker:5672/.");
        if (postgres is null)
            throw new ConfigurationException("The setting RabbitMq", "", "A broker connects hosts that share a PostgreSQL database, and none is set. Set MASTERPLAN_POSTGRES as well, or leave the broker out.");
        return new(postgres, address);
    }

    /// <summary>Keeps passwords out of logs.</summary>
    public override string ToString() => IsShared ? "PostgreSQL" : "SQLite";

    private static string? Value(IConfiguration settings, string name)
    {
        if (settings[name] is { Length: > 0 } value)
            return value;
        if (settings[name + "_FILE"] is not { Length: > 0 } path)
            return null;
        try
        {
            return File.ReadAllText(path).Trim();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException($"The setting {name}_FILE", "", $"'{path}' cannot be read: {exception.Message}");
        }
    }
}
