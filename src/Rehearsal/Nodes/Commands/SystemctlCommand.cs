using Masterplan.Activities.Nodes;
using Masterplan.Rehearsal.Nodes.Units;
using static Masterplan.Rehearsal.Nodes.Commands.CommandTable;

namespace Masterplan.Rehearsal.Nodes.Commands;

public sealed class SystemctlCommand(SimulatedMachine machine)
{
    public async Task<CommandResult> Run(Invocation invocation)
    {
        var words = Words(invocation.Arguments, out var properties);
        if (words.Count == 0)
            return Fail(1, "systemctl: no verb given");
        var units = words.Skip(1).Select(UnitManager.Full).ToList();
        return words[0] switch
        {
            "daemon-reload" or "daemon-reexec" => Ok(),
            "reboot" => new SystemCommands(machine).Reboot(),
            "poweroff" or "halt" => PowerOff(),
            "enable" or "reenable" => await Enable(units, invocation).ConfigureAwait(false),
            "disable" => await Disable(units, invocation).ConfigureAwait(false),
            "mask" => await Mask(units, invocation).ConfigureAwait(false),
            "unmask" => Each(units, u => UnitFile.IsMasked(machine.Disk, u) && machine.Disk.Delete($"/etc/systemd/system/{u}")),
            "start" => await Start(units, invocation, afresh: false).ConfigureAwait(false),
            "stop" or "kill" => await Stop(units).ConfigureAwait(false),
            "restart" or "reload-or-restart" => await Start(units, invocation, afresh: true).ConfigureAwait(false),
            "try-restart" or "try-reload-or-restart" => await Start([.. units.Where(u => machine.Units.Get(u).ActiveState is "active" or "activating")], invocation, afresh: true).ConfigureAwait(false),
            "reload" or "reset-failed" => Each(units, u => machine.Units.Get(u).ResetFailed()),
            "is-active" => Ask(units, u => machine.Units.Get(u).ActiveState, "active", 3, invocation),
            "is-failed" => Ask(units, u => machine.Units.Get(u).ActiveState, "failed", 1, invocation),
            "is-enabled" => Ask(units, FileState, "enabled", 1, invocation),
            "is-system-running" => Ok("running\n"),
            "cat" => Ok(string.Concat(units.Select(u => machine.Disk.ReadText($"/etc/systemd/system/{u}")))),
            "show" => Ok(string.Join('\n', units.Select(u => Show(u, properties, invocation.Has("--value")))) + "\n"),
            "status" => Ok(string.Join('\n', units.Select(u => $"{u}\n   Active: {machine.Units.Get(u).ActiveState} ({machine.Units.Get(u).SubState})")) + "\n"),
            _ => Fail(1, $"Unknown command verb '{words[0]}'."),
        };
    }

    private static List<string> Words(string[] arguments, out List<string> properties)
    {
        var words = new List<string>();
        properties = [];
        for (var i = 0; i < arguments.Length; i++)
        {
            if (arguments[i] is "-p" or "--property")
                properties.AddRange(arguments[++i].Split(','));
            else if (arguments[i].StartsWith("--property=", StringComparison.Ordinal))
                properties.AddRange(arguments[i]["--property=".Length..].Split(','));
            else if (!arguments[i].StartsWith('-'))
                words.Add(arguments[i]);
        }

        return words;
    }

    private static CommandResult Each(IEnumerable<string> units, Action<string> act)
    {
        foreach (var unit in units)
            act(unit);
        return Ok();
    }

    private static CommandResult Each(IEnumerable<string> units, Func<string, bool> act) => Each(units, u => { act(u); });

    private static CommandResult Ask(List<string> units, Func<string, string> state, string wanted, int otherwise, Invocation invocation)
    {
        var states = units.Select(state).ToList();
        var text = invocation.Has("-q", "--quiet") ? string.Empty : string.Concat(states.Select(s => s + "\n"));
        return new CommandResult(states.Any(s => s == wanted || (wanted == "enabled" && s == "static")) ? 0 : otherwise, text, string.Empty);
    }

    private CommandResult PowerOff()
    {
        _ = machine.ShutDown();
        return Ok();
    }

    private string FileState(string unit) =>
        UnitFile.IsMasked(machine.Disk, unit) ? "masked" : !UnitFile.Exists(machine.Disk, unit) ? "not-found" : UnitFile.IsEnabled(machine.Disk, unit) ? "enabled"
            : UnitFile.Load(machine.Disk, unit).All("Install.WantedBy").Count + UnitFile.Load(machine.Disk, unit).All("Install.RequiredBy").Count > 0 ? "disabled" : "static";

    private async Task<CommandResult> Enable(List<string> units, Invocation invocation)
    {
        foreach (var unit in units)
        {
            if (UnitFile.IsMasked(machine.Disk, unit))
                return Fail(1, $"Failed to enable unit: Unit {unit} is masked");
            if (!UnitFile.Exists(machine.Disk, unit))
                return Fail(1, $"Failed to enable unit: Unit {unit} does not exist");
            machine.Disk.Delete($"/etc/systemd/system/{unit}.vendor-disabled");
            foreach (var target in UnitFile.Load(machine.Disk, unit).All("Install.WantedBy").SelectMany(w => w.Split(' ', StringSplitOptions.RemoveEmptyEntries)))
                machine.Disk.MakeLink($"/etc/systemd/system/{target}.wants/{unit}", $"/etc/systemd/system/{unit}");
        }

        return invocation.Has("--now") ? await Start(units, invocation, afresh: false).ConfigureAwait(false) : Ok();
    }

    private async Task<CommandResult> Disable(List<string> units, Invocation invocation)
    {
        foreach (var unit in units)
        {
            foreach (var link in UnitFile.WantLinks(machine.Disk, unit).ToList())
                machine.Disk.Delete(link);
            if (UnitFile.IsEnabled(machine.Disk, unit))
                machine.Disk.WriteText($"/etc/systemd/system/{unit}.vendor-disabled", string.Empty);
        }

        return invocation.Has("--now") ? await Stop(units).ConfigureAwait(false) : Ok();
    }

    private async Task<CommandResult> Mask(List<string> units, Invocation invocation)
    {
        foreach (var unit in units)
        {
            if (machine.Disk.IsFile($"/etc/systemd/system/{unit}"))
                return Fail(1, $"Failed to mask unit: File '/etc/systemd/system/{unit}' already exists.");
            machine.Disk.MakeLink($"/etc/systemd/system/{unit}", "/dev/null");
        }

        return invocation.Has("--now") ? await Stop(units).ConfigureAwait(false) : Ok();
    }

    private async Task<CommandResult> Start(List<string> units, Invocation invocation, bool afresh)
    {
        var isAsync = invocation.Has("--no-block");
        var starting = machine.Units.StartAll(units, afresh, isAsync ? machine.Power : invocation.Cancellation);
        if (isAsync)
            return Ok();
        var faults = (await starting.ConfigureAwait(false)).OfType<string>().ToList();
        return faults.Count == 0 ? Ok() : Fail(faults[0].Contains("not found", StringComparison.Ordinal) ? 5 : 1, string.Join('\n', faults));
    }

    private async Task<CommandResult> Stop(List<string> units)
    {
        await Task.WhenAll(units.Select(machine.Units.Stop)).ConfigureAwait(false);
        return Ok();
    }

    private string Show(string name, List<string> properties, bool valuesOnly)
    {
        var unit = machine.Units.Get(name);
        var known = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Id"] = name,
            ["LoadState"] = UnitFile.IsMasked(machine.Disk, name) ? "masked" : UnitFile.Exists(machine.Disk, name) ? "loaded" : "not-found",
            ["ActiveState"] = unit.ActiveState,
            ["SubState"] = unit.SubState,
            ["UnitFileState"] = FileState(name) is "not-found" ? string.Empty : FileState(name),
            ["MainPID"] = unit.MainPid.ToString(),
            ["NRestarts"] = unit.Restarts.ToString(),
            ["Result"] = unit.Result,
            ["ExecMainStatus"] = unit.ExitStatus.ToString(),
            ["ActiveEnterTimestamp"] = unit.ActiveSince is { } since ? $"{since:ddd yyyy-MM-dd HH:mm:ss} UTC" : string.Empty,
            ["NeedDaemonReload"] = "no",
            ["FragmentPath"] = $"/etc/systemd/system/{name}",
        };
        var chosen = properties.Count == 0 ? known.Keys.ToList() : properties;
        return string.Join('\n', chosen.Where(known.ContainsKey).Select(p => valuesOnly ? known[p] : $"{p}={known[p]}"));
    }
}
