using System.CommandLine;
using Masterplan.Activities.Clusters;
using Masterplan.Host.Composition;
using Masterplan.Host.Exports;

namespace Masterplan.Host.Commands;

/// <summary><c>migrate --from sqlite --to postgres</c>: carries a data folder over to the database that hosts share.</summary>
internal static class MigrateCommand
{
    private static readonly Option<string> From = Choice("--from", "sqlite", "Where from: the SQLite files of the data folder.");
    private static readonly Option<string> To = Choice("--to", "postgres", "Where to: the database of MASTERPLAN_POSTGRES.");

    public static Command Create()
    {
        var command = new Command("migrate", "Carry a data folder over to PostgreSQL, runs under way included; the folder stays as it was.") { From, To };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var folder = new DataFolder(DataFolder.Choose(parsed.GetValue(CommonOptions.Data)));
        var postgres = StoreSettings.Read(folder).Postgres ?? throw new ConfigurationException("The setting MASTERPLAN_POSTGRES", "", "It is not set. It names the database to carry the folder to, as 'Host=db;Database=masterplan;Username=masterplan'.");
        if (!File.Exists(folder.RuntimeDatabase))
            throw new ConfigurationException("The data folder", "", $"'{folder.Root}' holds no runs, so there is nothing to carry over. Name another with --data.");
        using var turn = folder.Take("migrate", TimeProvider.System);
        await using var from = await DataPlaces.OpenAsync(folder, StoreSettings.Embedded, cancellationToken);
        await using var to = await DataPlaces.OpenAsync(folder, new StoreSettings(postgres, null), cancellationToken);
        var copied = await DataMigration.RunAsync(from, to, cancellationToken);
        Console.WriteLine($"{copied} rows were carried over; '{folder.Root}' stays as it was. With MASTERPLAN_POSTGRES set, what was under way goes on at the next start.");
        return ExitCodes.Success;
    }

    private static Option<string> Choice(string name, string only, string description)
    {
        var option = new Option<string>(name) { Description = description, Required = true, HelpName = only };
        option.AcceptOnlyFromAmong(only);
        return option;
    }
}
