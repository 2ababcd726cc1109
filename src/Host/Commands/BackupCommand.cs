using System.CommandLine;
using System.Text.Json;
using Masterplan.Activities.Etcd.Backups;
using Masterplan.Host.Clusters;
using Masterplan.Host.Remote;
using Spectre.Console;

namespace Masterplan.Host.Commands;

/// <summary><c>backup NAME</c>: takes a backup of a cluster's etcd, or lists those that there are.</summary>
internal static class BackupCommand
{
    private static readonly Option<bool> List = new("--list") { Description = "Show the backups that there are, newest first; take none." };

    public static Command Create()
    {
        var command = new Command("backup", "Take a backup of what a cluster stores, or list its backups.") { CommonOptions.Cluster, List }.StartingRuns();
        command.SetAction((parsed, cancellationToken) => parsed.GetValue(List) ? ListAsync(parsed, cancellationToken) : TakeAsync(parsed, cancellationToken));
        return command;
    }

    private static async Task<int> TakeAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var name = parsed.GetValue(CommonOptions.Cluster)!;
        await using var session = await RunSession.OpenAsync(parsed, $"backup {name}", cancellationToken);
        return await session.RunAsync("cluster-backup", new() { ["Cluster"] = name }, cancellationToken);
    }

    private static async Task<int> ListAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var name = parsed.GetValue(CommonOptions.Cluster)!;
        using var server = RemoteHost.Choose(parsed);
        var backups = server is null ? await ReadAsync(parsed, name, cancellationToken) : await server.GetAsync<IReadOnlyList<EtcdBackup>>($"api/clusters/{Uri.EscapeDataString(name)}/backups", cancellationToken);
        if (parsed.GetValue(CommonOptions.Json))
            foreach (var backup in backups)
                Console.WriteLine(JsonSerializer.Serialize(backup, JsonSerializerOptions.Web));
        else if (backups.Count == 0)
            Console.WriteLine($"Cluster '{name}' has no backup yet; `masterplan backup {name}` takes one.");
        else
            AnsiConsole.Write(Describe(backups));
        return ExitCodes.Success;
    }

    private static async Task<IReadOnlyList<EtcdBackup>> ReadAsync(ParseResult parsed, string name, CancellationToken cancellationToken)
    {
        await using var host = await parsed.OpenFolderAsync(cancellationToken);
        await ClusterChecks.KnownAsync(host.Services, name, cancellationToken);
        return await host.Services.GetRequiredService<EtcdBackups>().ListAsync(name, cancellationToken);
    }

    private static Table Describe(IReadOnlyList<EtcdBackup> backups)
    {
        var table = new Table().Border(TableBorder.None).AddColumns("BACKUP", "TAKEN", "KUBERNETES", "KEYS", "BYTES", "");
        foreach (var backup in backups)
            table.AddRow(backup.Id, $"{backup.TakenAt:yyyy-MM-dd HH:mm:ss}", backup.Version, $"{backup.Snapshots.Sum(snapshot => snapshot.Keys)}", $"{backup.Snapshots.Sum(snapshot => snapshot.Size)}", backup.IsBeforeRestore ? "before a restore" : "");
        return table;
    }
}
