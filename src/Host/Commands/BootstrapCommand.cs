using System.CommandLine;
using Masterplan.Activities.Clusters;
using Masterplan.Activities.Clusters.Planning;

namespace Masterplan.Host.Commands;

/// <summary><c>bootstrap NAME</c>: builds a cluster, or brings it to what its spec says.</summary>
internal static class BootstrapCommand
{
    public static Option<FileInfo?> Spec { get; } = new("--spec") { Description = "The cluster's spec (YAML); without it the one known, or the defaults.", HelpName = "FILE" };

    public static Command Create()
    {
        var command = new Command("bootstrap", "Build a cluster, or bring one to what its spec says. May be run at any time.") { CommonOptions.Cluster, Spec }.StartingRuns();
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed, cancellationToken));
        return command;
    }

    /// <summary>Reads the spec file asked for; empty when none was.</summary>
    public static string ReadSpec(ParseResult parsed) => parsed.GetValue(Spec) switch
    {
        null => "",
        { Exists: true } file => File.ReadAllText(file.FullName),
        var file => throw new ConfigurationException("The option --spec", "", $"There is no file '{file.FullName}'."),
    };

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var name = parsed.GetValue(CommonOptions.Cluster)!;
        var spec = ReadSpec(parsed);
        SpecRevision.Next(null, name, spec, workers: 0);
        await using var session = await RunSession.OpenAsync(parsed, $"bootstrap {name}", cancellationToken);
        return await session.RunAsync("cluster-bootstrap", new() { ["Cluster"] = name, ["Spec"] = spec }, cancellationToken);
    }
}
