using System.CommandLine;
using System.Text.Json;
using Masterplan.Host.Audit;
using Masterplan.Host.Composition;
using Masterplan.Host.Exports;

namespace Masterplan.Host.Commands;

/// <summary><c>import FILE</c>: fills an empty data folder or database with what was exported from either.</summary>
internal static class ImportCommand
{
    public static Command Create()
    {
        var command = new Command("import", "Fill an empty data folder, or PostgreSQL database, from a file that `export` wrote; all or nothing.") { ExportOptions.File, ExportOptions.PassphraseFile };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var folder = new DataFolder(DataFolder.Choose(parsed.GetValue(CommonOptions.Data)));
        var settings = StoreSettings.Read(folder);
        var file = parsed.GetValue(ExportOptions.File)!;
        using var turn = FolderTurn.Take(folder, settings, "import");
        await using var place = await DataPlaces.OpenAsync(folder, settings, cancellationToken);
        var (rows, header) = await new DataImport(place).ReadAsync(file, () => Passphrase.Ask(parsed.GetValue(ExportOptions.PassphraseFile), isNew: false), cancellationToken);
        await using var stores = FolderStores.Open(folder);
        stores.GetRequiredService<AuditLog>().Add($"import {file.FullName} of {header.MadeAt:u}");
        Console.WriteLine(parsed.GetValue(CommonOptions.Json)
            ? JsonSerializer.Serialize(new { file = file.FullName, rows, runsUnderWay = header.RunsUnderWay, madeAt = header.MadeAt }, JsonSerializerOptions.Web)
            : $"{rows} rows of {header.MadeAt:u} are in place; {(header.RunsUnderWay == 1 ? "1 run goes" : $"{header.RunsUnderWay} runs go")} on at the next start. See first that no host works on what it was exported from any more: two would change the same clusters.");
        return ExitCodes.Success;
    }
}
