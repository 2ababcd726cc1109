using Masterplan.Activities.Clusters;
using Microsoft.Extensions.Configuration;

namespace Masterplan.Host.Composition;

/// <summary>Where this host keeps what it knows, and how it hears of others: with nothing set, in SQLite files of the data folder and in memory; with PostgreSQL, as one of many.</summary>
/// <param name="Postgres">Npgsql's connection string; unset means SQLite.</param>
/// <param name="RabbitMq">The broker's address; unset means that hosts hear of each other by looking into the database.</param>
public sealed record StoreSettings(string? Postgres, Uri? RabbitMq)
{
    private const string PostgresSetting = "Postgres";
    private const string RabbitMqSetting = "RabbitMq";
    private const string Password = "_Password";

    /// <summary>Everything in files of the data folder.</summary>
    public static StoreSettings Embedded { get; } = new(null, null);

    /// <summary>Whether other hosts may work on the same runs.</summary>
    public bool IsShared => Postgres is not null;

    /// <summary>From MASTERPLAN_POSTGRES and MASTERPLAN_RABBITMQ, whose passwords may stand apart in MASTERPLAN_POSTGRES_PASSWORD and MASTERPLAN_RABBITMQ_PASSWORD, each also as a file with _FILE behind its name;
    /// or from Postgres and RabbitMq of appsettings.json beside the program or in the data folder.</summary>
    /// <exception cref="ConfigurationException">A setting makes no sense.</exception>
    public static StoreSettings Read(DataFolder folder)
    {
        var settings = new ConfigurationBuilder()
            .AddJsonFile(Path.Combine(AppContext.BaseDirectory, "appsettings.json"), optional: true)
            .AddJsonFile(Path.Combine(folder.Root, "appsettings.json"), optional: true)
            .AddEnvironmentVariables("MASTERPLAN_")
            .Build();
        var postgres = WithPassword(Value(settings, PostgresSetting), Value(settings, PostgresSetting + Password));
        var broker = Value(settings, RabbitMqSetting);
        if (broker is null)
            return new(postgres, null);
        if (!Uri.TryCreate(broker, UriKind.Absolute, out var address) || address.Scheme is not ("amqp" or "amqps"))
            throw new ConfigurationException("The setting RabbitMq", "", "It is not an address such as amqp://user:password@broker:5672/.");
        if (postgres is null)
            throw new ConfigurationException("The setting RabbitMq", "", "A broker connects hosts that share a PostgreSQL database, and none is set. Set MASTERPLAN_POSTGRES as well, or leave the broker out.");
        return new(postgres, WithPassword(address, Value(settings, RabbitMqSetting + Password)));
    }

    /// <summary>Keeps passwords out of logs.</summary>
    public override string ToString() => IsShared ? "PostgreSQL" : "SQLite";

    private static string? Value(IConfiguration settings, string name) => Settings.Of(settings[name], $"MASTERPLAN_{name.ToUpperInvariant()}", settings[name + "_FILE"]);

    private static string? WithPassword(string? connection, string? password) => connection is null || password is null ? connection : $"{connection.TrimEnd(';')};Password='{password.Replace("'", "''", StringComparison.Ordinal)}'";

    private static Uri WithPassword(Uri address, string? password) => password is null ? address : new UriBuilder(address) { Password = Uri.EscapeDataString(password) }.Uri;
}
