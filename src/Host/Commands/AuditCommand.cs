using System.CommandLine;
using Masterplan.Host.Audit;
using Masterplan.Host.Composition;
using Masterplan.Runtime.Json;
using Spectre.Console;

namespace Masterplan.Host.Commands;

/// <summary><c>audit</c>: who did what to which cluster.</summary>
internal static class AuditCommand
{
    private static readonly Option<string?> Cluster = new("--cluster") { Description = "Only what concerned this cluster.", HelpName = "NAME" };

    public static Command Create()
    {
        var command = new Command("audit", "Show who did what to which cluster, newest first.") { Cluster };
        command.SetAction(parsed =>
        {
            using var stores = FolderStores.Open(new DataFolder(DataFolder.Choose(parsed.GetValue(CommonOptions.Data))));
            Write(stores.GetRequiredService<AuditLog>().Read(parsed.GetValue(Cluster), 0, int.MaxValue), parsed.GetValue(CommonOptions.Json));
            return ExitCodes.Success;
        });
        return command;
    }

    private static void Write(IReadOnlyList<AuditEntry> entries, bool json)
    {
        var table = new Table().Border(TableBorder.None).AddColumns("TIME", "WHO", "WHAT", "CLUSTER", "RUN", "OUTCOME");
        foreach (var entry in entries)
        {
            if (json)
                Console.WriteLine(RuntimeJson.Serialize(entry));
            else
                table.AddRow(new[] { $"{entry.At:yyyy-MM-dd HH:mm:ss}", entry.Who, entry.What, entry.Cluster ?? "", entry.Run ?? "", entry.Outcome }.Select(Markup.Escape).ToArray());
        }

        if (!json)
            AnsiConsole.Write(table);
    }
}
