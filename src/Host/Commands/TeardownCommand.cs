using System.CommandLine;

namespace Masterplan.Host.Commands;

/// <summary><c>teardown NAME</c>: deletes everything that a cluster holds.</summary>
internal static class TeardownCommand
{
    public static Command Create()
    {
        var command = new Command("teardown", "Delete everything that a cluster holds, and prove that nothing is left.") { CommonOptions.Cluster }.StartingRuns();
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var name = parsed.GetValue(CommonOptions.Cluster)!;
            await using var session = await RunSession.OpenAsync(parsed, $"teardown {name}", cancellationToken);
            return await session.RunAsync("cluster-teardown", new() { ["Cluster"] = name }, cancellationToken);
        });
        return command;
    }
}
