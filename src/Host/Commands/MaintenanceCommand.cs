using System.CommandLine;
using Masterplan.Activities.Etcd;
using Masterplan.Host.Audit;
using Masterplan.Host.Clusters;
using Masterplan.Host.Remote;

namespace Masterplan.Host.Commands;

/// <summary><c>maintenance NAME</c>: reboots the nodes that wait for it, one at a time.</summary>
internal static class MaintenanceCommand
{
    private static readonly Option<bool> Now = new("--now") { Description = "Reboot now, whatever the maintenance windows say." };
    private static readonly Option<string?> Unlock = new("--unlock") { Description = "Take the reboot lock from a machine that will not give it back.", HelpName = "MACHINE-ID" };

    public static Command Create()
    {
        var command = new Command("maintenance", "Reboot the nodes that wait for it, one at a time, inside the maintenance windows.") { CommonOptions.Cluster, Now, Unlock }.StartingRuns();
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var name = parsed.GetValue(CommonOptions.Cluster)!;
            if (parsed.GetValue(Unlock) is { } machine)
                return await UnlockAsync(parsed, name, machine, cancellationToken);
            await using var session = await RunSession.OpenAsync(parsed, $"maintenance {name}", cancellationToken);
            return await RunAsync(session, name, parsed.GetValue(Now), cancellationToken);
        });
        return command;
    }

    private static Task<int> RunAsync(RunSession session, string name, bool now, CancellationToken cancellationToken) => session.RunAsync(
        "os-maintenance", new() { ["Cluster"] = name, ["IgnoreWindows"] = now }, cancellationToken);

    private static async Task<int> UnlockAsync(ParseResult parsed, string name, string machine, CancellationToken cancellationToken)
    {
        using var server = RemoteHost.Choose(parsed);
        if (server is null)
        {
            await using var local = await LocalSession.OpenAsync(parsed, $"maintenance {name}", cancellationToken);
            await ClusterChecks.KnownAsync(local.Services, name, cancellationToken);
            await local.Services.GetRequiredService<RebootLock>().ReleaseAsync(name, machine, cancellationToken);
            local.Services.GetRequiredService<AuditLog>().Add("Take the reboot lock", name);
        }
        else
        {
            await server.DeleteAsync($"api/clusters/{Uri.EscapeDataString(name)}/reboot-lock/{Uri.EscapeDataString(machine)}", cancellationToken);
        }

        Console.WriteLine($"Machine {machine} does not hold the reboot lock of cluster '{name}' any more.");
        return ExitCodes.Success;
    }
}
