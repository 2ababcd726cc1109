using System.CommandLine;
using Masterplan.Activities.Etcd.Backups;

namespace Masterplan.Host.Commands;

/// <summary><c>restore NAME</c>: puts a backup in the place of what a cluster stores.</summary>
internal static class RestoreCommand
{
    private static readonly Option<string> Backup = new("--backup") { Description = "The backup's id, as `backup NAME --list` shows it (default: the newest).", HelpName = "ID", DefaultValueFactory = _ => EtcdBackups.Latest };

    public static Command Create()
    {
        var command = new Command("restore", "Put a backup in the place of what a cluster stores, lost masters included.") { CommonOptions.Cluster, Backup }.StartingRuns();
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var (name, backup) = (parsed.GetValue(CommonOptions.Cluster)!, parsed.GetValue(Backup)!);
            await using var session = await RunSession.OpenAsync(parsed, $"restore {name}", cancellationToken);
            return await session.RunAsync("cluster-restore", new() { ["Cluster"] = name, ["Backup"] = backup }, cancellationToken);
        });
        return command;
    }
}
