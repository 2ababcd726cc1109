using System.CommandLine;
using System.Text.Json;
using Masterplan.Host.Composition;
using Masterplan.Rehearsal;
using Masterplan.Rehearsal.Faults;
using Masterplan.Rehearsal.Processes;

namespace Masterplan.Host.Commands;

/// <summary><c>rehearsal start|stop|status|os-update</c>: the simulated cloud, which is a process of its own.</summary>
internal static class RehearsalCommand
{
    public static Command Create() => new("rehearsal", "The simulated Exoscale and its nodes: a process of its own that outlives its clients.")
    {
        Start(), Stop(), Status(), OsUpdate(), Serve(),
    };

    private static Command Start()
    {
        var command = new Command("start", $"Start the rehearsal, or change one that runs. Faults: {string.Join(", ", FaultNames.All)}.").WithRehearsal();
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var running = await Process(parsed).StartAsync(parsed.Rehearsal(), cancellationToken);
            Write(parsed, running, $"The rehearsal serves at {running.Endpoint} (process {running.Pid}, speed {running.Speed}, faults {Words(running.Faults)}, seed {running.Seed}).");
            return ExitCodes.Success;
        });
        return command;
    }

    private static Command Stop()
    {
        var command = new Command("stop", "Stop the rehearsal's process; its state stays.");
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var stopped = await Process(parsed).StopAsync(cancellationToken);
            Write(parsed, new { stopped }, stopped ? "The rehearsal was stopped; its state stays." : "No rehearsal was running here.");
            return ExitCodes.Success;
        });
        return command;
    }

    private static Command Status()
    {
        var command = new Command("status", "Show where the rehearsal serves, and the credentials that any Exoscale client can use there (--json).");
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var process = Process(parsed);
            var (description, status) = (process.Describe(), await process.StatusAsync(cancellationToken));
            Write(
                parsed,
                new { running = status is not null, endpoint = description?.Endpoint, apiKey = description?.ApiKey, apiSecret = description?.ApiSecret, speed = description?.Speed, faults = description?.Faults, seed = description?.Seed, pid = status?.Pid, counts = status?.Counts, mutations = status?.Mutations },
                status is null ? "No rehearsal is running here." : $"The rehearsal serves at {status.Endpoint} (process {status.Pid}, speed {status.Speed}, faults {Words(status.Faults)}): {string.Join(", ", status.Counts.Select(count => $"{count.Value} {count.Key}"))}.");
            return ExitCodes.Success;
        });
        return command;
    }

    private static Command OsUpdate()
    {
        var command = new Command("os-update", "Have a new version of the operating system wait for a reboot on every node, as update-engine does.");
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var running = await Process(parsed).StartAsync(new RehearsalStart(), cancellationToken);
            var nodes = await RehearsalProcess.UpdateOperatingSystemAsync(running, cancellationToken);
            Write(parsed, new { nodes }, nodes.Count == 0 ? "No node is running." : $"These wait for a reboot now: {string.Join(", ", nodes)}. `masterplan maintenance NAME --now` reboots them one at a time.");
            return ExitCodes.Success;
        });
        return command;
    }

    /// <summary>The verb that the rehearsal's own process runs.</summary>
    private static Command Serve()
    {
        var command = new Command("serve", "Serve the rehearsal in this process.") { Hidden = true }.WithRehearsal();
        command.SetAction((parsed, cancellationToken) => RehearsalServer.RunAsync(
            new RehearsalOptions
            {
                DataFolder = DataFolder.Choose(parsed.GetValue(CommonOptions.Data)),
                Speed = parsed.GetValue(CommonOptions.Speed) ?? RehearsalOptions.DefaultSpeed,
                Faults = parsed.Rehearsal().Faults ?? [],
                Seed = parsed.GetValue(CommonOptions.Seed) ?? 1,
            },
            new SimulatedNodesModule(),
            cancellationToken));
        return command;
    }

    private static RehearsalProcess Process(ParseResult parsed) => new(new DataFolder(DataFolder.Choose(parsed.GetValue(CommonOptions.Data))).Root, TimeProvider.System);

    private static string Words(IReadOnlyList<string> faults) => faults.Count == 0 ? "none" : string.Join(", ", faults);

    private static void Write(ParseResult parsed, object json, string text) =>
        Console.WriteLine(parsed.GetValue(CommonOptions.Json) ? JsonSerializer.Serialize(json, JsonSerializerOptions.Web) : text);
}
