using Masterplan.Activities.Nodes;
using static Masterplan.Rehearsal.Nodes.Commands.CommandTable;

namespace Masterplan.Rehearsal.Nodes.Commands;

/// <summary>The commands that ask the system as a whole.</summary>
public sealed class SystemCommands(SimulatedMachine machine)
{
    private static readonly string[] Silent =
        ["true", "sysctl", "modprobe", "sync", "sh", "bash", "systemd-tmpfiles", "udevadm", "timedatectl", "ip", "nft", "iptables", "update_engine_client", "hostnamectl", "systemd-sysext", "ldconfig", "sleep", "loginctl"];

    public void AddTo(Dictionary<string, Func<Invocation, Task<CommandResult>>> programs)
    {
        foreach (var name in Silent)
            programs[name] = _ => Task.FromResult(Ok());
        Add("false", _ => new CommandResult(1, string.Empty, string.Empty));
        Add("echo", i => Ok(string.Join(' ', i.Arguments) + "\n"));
        Add("hostname", _ => Ok(machine.Name + "\n"));
        Add("id", _ => Ok("uid=0(root) gid=0(root) groups=0(root)\n"));
        Add("uname", i => Ok(i.Has("-r") ? "6.12.111-flatcar\n" : "Linux\n"));
        Add("uptime", _ => Ok($"{machine.State.BootedAt:yyyy-MM-dd HH:mm:ss}\n"));
        Add("date", i => Ok(i.Has("+%s") ? $"{machine.World.Now.ToUnixTimeSeconds()}\n" : $"{machine.World.Now:R}\n"));
        Add("journalctl", Journal);
        Add("ss", Sockets);
        Add("reboot", _ => Reboot());
        Add("ctr", _ => Ok());

        void Add(string name, Func<Invocation, CommandResult> run) => programs[name] = i => Task.FromResult(run(i));
    }

    public CommandResult Reboot()
    {
        _ = machine.Reboot();
        return Ok();
    }

    private CommandResult Journal(Invocation invocation)
    {
        var unit = After(invocation, "-u") ?? After(invocation, "--unit");
        var count = int.TryParse(After(invocation, "-n") ?? After(invocation, "--lines"), out var n) ? n : 10;
        var log = unit is null ? machine.Console : machine.Units.Get(unit).Log;
        var lines = log.Last(count).Select(l => invocation.Has("-o") && After(invocation, "-o") == "cat" ? l.Text : $"{l.At:MMM dd HH:mm:ss} {machine.Name} {unit?.Replace(".service", string.Empty, StringComparison.Ordinal) ?? "kernel"}[{machine.State.BootId[..3]}]: {l.Text}").ToList();
        return Ok(lines.Count == 0 ? "-- No entries --\n" : string.Join('\n', lines) + "\n");
    }

    private static string? After(Invocation invocation, string option)
    {
        var at = Array.IndexOf(invocation.Arguments, option);
        if (at >= 0 && at + 1 < invocation.Arguments.Length)
            return invocation.Arguments[at + 1];
        var joined = invocation.Arguments.FirstOrDefault(a => a.StartsWith(option + "=", StringComparison.Ordinal)) ?? (option.Length == 2 ? invocation.Arguments.FirstOrDefault(a => a.StartsWith(option, StringComparison.Ordinal) && a.Length > 2) : null);
        return joined?[option.Length..].TrimStart('=');
    }

    private CommandResult Sockets(Invocation invocation)
    {
        var processes = invocation.Arguments.Any(a => a.StartsWith('-') && a.Contains('p', StringComparison.Ordinal));
        var ssh = new[] { $"LISTEN 0      4096   0.0.0.0:22   0.0.0.0:*   {(processes ? "users:((\"sshd\",pid=1,fd=3))" : string.Empty)}" };
        var lines = machine.Ports.All.Select(l =>
            $"LISTEN 0      4096   {l.Host}:{l.Port}   0.0.0.0:*   {(processes ? $"users:((\"{l.Process}\",pid={l.Pid},fd=7))" : string.Empty)}");
        return Ok(string.Concat(ssh.Concat(lines).Select(l => l.TrimEnd() + "\n")));
    }
}
