using System.CommandLine;

namespace Masterplan.Host.Commands;

/// <summary><c>worker-remove NAME --workers N</c>: brings the workers down to a total.</summary>
internal static class WorkerRemoveCommand
{
    private static readonly Option<int> Workers = new("--workers") { Description = "The wished total of workers; never more than there are. Those with the highest numbers go.", Required = true, HelpName = "N" };

    public static Command Create()
    {
        var command = new Command("worker-remove", "Bring a cluster's workers down to a wished total.") { CommonOptions.Cluster, Workers }.StartingRuns();
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var name = parsed.GetValue(CommonOptions.Cluster)!;
            var workers = parsed.GetValue(Workers);
            await using var session = await RunSession.OpenAsync(parsed, $"worker-remove {name}", cancellationToken);
            return await session.RunAsync("worker-remove", new() { ["Cluster"] = name, ["Workers"] = workers }, cancellationToken);
        });
        return command;
    }
}
