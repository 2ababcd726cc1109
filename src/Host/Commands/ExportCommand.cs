using System.CommandLine;
using System.Text.Json;
using Masterplan.Host.Audit;
using Masterplan.Host.Composition;
using Masterplan.Host.Exports;

namespace Masterplan.Host.Commands;

/// <summary><c>export FILE</c>: everything that Masterplan keeps, encrypted, while hosts work on.</summary>
internal static class ExportCommand
{
    private static readonly Option<bool> Force = new("--force") { Description = "Replace the file if it is there." };

    public static Command Create()
    {
        var command = new Command("export", "Write everything that Masterplan keeps into one file, encrypted with a passphrase; hosts may work on meanwhile.") { ExportOptions.File, ExportOptions.PassphraseFile, Force };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var folder = new DataFolder(DataFolder.Choose(parsed.GetValue(CommonOptions.Data)));
        var settings = StoreSettings.Read(folder);
        var (file, force) = (parsed.GetValue(ExportOptions.File)!, parsed.GetValue(Force));
        DataExport.Check(file, force);
        var passphrase = Passphrase.Ask(parsed.GetValue(ExportOptions.PassphraseFile), isNew: true);
        await using var place = await DataPlaces.OpenAsync(folder, settings, cancellationToken);
        var (rows, underWay) = await new DataExport(place, TimeProvider.System).WriteAsync(file, passphrase, force, cancellationToken);
        await using var stores = FolderStores.Open(folder);
        stores.GetRequiredService<AuditLog>().Add($"export {file.FullName}");
        var bytes = new FileInfo(file.FullName).Length;
        Console.WriteLine(parsed.GetValue(CommonOptions.Json)
            ? JsonSerializer.Serialize(new { file = file.FullName, rows, runsUnderWay = underWay, bytes }, JsonSerializerOptions.Web)
            : $"'{file.FullName}' holds {rows} rows in {bytes} bytes; {(underWay == 1 ? "1 run was" : $"{underWay} runs were")} under way. Keep the passphrase apart from it: without it nobody can read the file.");
        return ExitCodes.Success;
    }
}
