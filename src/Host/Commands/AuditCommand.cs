using System.CommandLine;
using Masterplan.Host.Api;
using Masterplan.Host.Audit;
using Masterplan.Host.Composition;
using Masterplan.Host.Remote;
using Masterplan.Runtime.Json;
using Spectre.Console;

namespace Masterplan.Host.Commands;

/// <summary><c>audit</c>: who did what to which cluster.</summary>
internal static class AuditCommand
{
    private static readonly Option<string?> Cluster = new("--cluster") { Description = "Only what concerned this cluster.", HelpName = "NAME" };

    public static Command Create()
    {
        var command = new Command("audit", "Show who did what to which cluster, newest first.") { Cluster, CommonOptions.Server };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var server = RemoteHost.Choose(parsed);
            Write(server is null ? Read(parsed) : await ReadAsync(server, parsed.GetValue(Cluster), cancellationToken), parsed.GetValue(CommonOptions.Json));
            return ExitCodes.Success;
        });
        return command;
    }

    private static IReadOnlyList<AuditEntry> Read(ParseResult parsed)
    {
        using var stores = FolderStores.Open(new DataFolder(DataFolder.Choose(parsed.GetValue(CommonOptions.Data))));
        return stores.GetRequiredService<AuditLog>().Read(parsed.GetValue(Cluster), 0, int.MaxValue);
    }

    private static async Task<IReadOnlyList<AuditEntry>> ReadAsync(RemoteHost server, string? cluster, CancellationToken cancellationToken)
    {
        var entries = new List<AuditEntry>();
        IReadOnlyList<AuditEntry> page;
        do
        {
            page = await server.GetAsync<IReadOnlyList<AuditEntry>>($"api/audit?cluster={Uri.EscapeDataString(cluster ?? "")}&skip={entries.Count}&take={AuditEndpoints.LargestPage}", cancellationToken);
            entries.AddRange(page);
        }
        while (page.Count == AuditEndpoints.LargestPage);
        return entries;
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
