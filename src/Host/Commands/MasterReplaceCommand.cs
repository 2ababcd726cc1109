using System.CommandLine;

namespace Masterplan.Host.Commands;

/// <summary><c>master-replace NAME MASTER</c>: another machine in the place of a master, whether it is lost or still there.</summary>
internal static class MasterReplaceCommand
{
    private static readonly Argument<string> Master = new("master") { Description = "The master's name, such as demo-master-2." };

    public static Command Create()
    {
        var command = new Command("master-replace", "Put another machine in the place of a master that is lost, or that shall go.") { CommonOptions.Cluster, Master }.StartingRuns();
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var (name, master) = (parsed.GetValue(CommonOptions.Cluster)!, parsed.GetValue(Master)!);
            await using var session = await RunSession.OpenAsync(parsed, $"master-replace {name} {master}", cancellationToken);
            return await session.RunAsync("master-replace", new() { ["Cluster"] = name, ["Node"] = master }, cancellationToken);
        });
        return command;
    }
}
