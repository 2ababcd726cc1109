using System.CommandLine;

namespace Masterplan.Host.Commands;

/// <summary><c>worker-add NAME --workers N</c>: brings the workers up to a total.</summary>
internal static class WorkerAddCommand
{
    private static readonly Option<int> Workers = new("--workers") { Description = "The wished total of workers; never fewer than there are.", Required = true, HelpName = "N" };

    public static Command Create()
    {
        var command = new Command("worker-add", "Bring a cluster's workers up to a wished total.") { CommonOptions.Cluster, Workers }.StartingRuns();
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var name = parsed.GetValue(CommonOptions.Cluster)!;
            var workers = parsed.GetValue(Workers);
            await using var session = await RunSession.OpenAsync(parsed, $"worker-add {name}", cancellationToken);
            return await session.RunAsync("worker-add", new() { ["Cluster"] = name, ["Workers"] = workers }, cancellationToken);
        });
        return command;
    }
}
