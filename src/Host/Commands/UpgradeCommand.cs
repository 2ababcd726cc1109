using System.CommandLine;

namespace Masterplan.Host.Commands;

/// <summary><c>upgrade NAME --to VERSION</c>: brings a cluster to a Kubernetes version, node by node.</summary>
internal static class UpgradeCommand
{
    private static readonly Option<string> To = new("--to") { Description = "The Kubernetes version to reach, as v1.37.1; one minor at a time.", Required = true, HelpName = "VERSION" };

    public static Command Create()
    {
        var command = new Command("upgrade", "Bring a cluster to a Kubernetes version, node by node.") { CommonOptions.Cluster, To }.StartingRuns();
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var name = parsed.GetValue(CommonOptions.Cluster)!;
            var version = parsed.GetValue(To)!;
            await using var session = await RunSession.OpenAsync(parsed, $"upgrade {name}", cancellationToken);
            return await session.RunAsync("cluster-upgrade", new() { ["Cluster"] = name, ["Version"] = version }, cancellationToken);
        });
        return command;
    }
}
