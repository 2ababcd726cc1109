using System.CommandLine;
using Masterplan.Host.Composition;
using Masterplan.Rehearsal.Processes;

namespace Masterplan.Host.Commands;

/// <summary>Options that several commands share.</summary>
internal static class CommonOptions
{
    public static Option<string?> Data { get; } = new("--data") { Description = "The data folder (default: MASTERPLAN_DATA, else masterplan below the user's data home).", Recursive = true, HelpName = "DIR" };

    public static Option<bool> Json { get; } = new("--json") { Description = "Print one JSON object a line.", Recursive = true };

    public static Option<double?> Speed { get; } = new("--speed") { Description = "Rehearsal: simulated seconds a second (default 60).", HelpName = "N" };

    public static Option<string?> Faults { get; } = new("--faults") { Description = "Rehearsal: faults to inject, comma-separated; 'none' ends all.", HelpName = "NAMES" };

    public static Option<int?> Seed { get; } = new("--seed") { Description = "Rehearsal: what decides where faults strike (default 1).", HelpName = "N" };

    public static Option<string?> Webhook { get; } = new("--webhook") { Description = "Tell this http or https address when the run ends or needs a person.", HelpName = "URL" };

    public static Option<string?> Server { get; } = new("--server") { Description = "Work through a host that serves, instead of on the data folder; MASTERPLAN_API_KEY holds an API key of it.", HelpName = "URL" };

    public static Argument<string> Cluster { get; } = new("name") { Description = "The cluster's name." };

    /// <summary>A command that starts runs, with the options that all of these have.</summary>
    public static Command StartingRuns(this Command command)
    {
        command.Options.Add(Webhook);
        return command.WithRehearsal();
    }

    /// <summary>A command that works on runs, with the rehearsal's options.</summary>
    public static Command WithRehearsal(this Command command)
    {
        command.Options.Add(Server);
        command.Options.Add(Speed);
        command.Options.Add(Faults);
        command.Options.Add(Seed);
        return command;
    }

    /// <summary>A host on the data folder that works no queue, beside the process that may do so.</summary>
    public static Task<MasterplanHost> OpenFolderAsync(this ParseResult parsed, CancellationToken cancellationToken) => MasterplanHost.CreateAsync(new(DataFolder.Choose(parsed.GetValue(Data))), null, null, cancellationToken);

    public static RehearsalStart Rehearsal(this ParseResult parsed) => new()
    {
        Speed = parsed.GetValue(Speed),
        Seed = parsed.GetValue(Seed),
        Faults = parsed.GetValue(Faults) switch
        {
            null => null,
            "none" or "" => [],
            var names => names.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
        },
    };
}
