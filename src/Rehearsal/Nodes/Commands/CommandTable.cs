using Masterplan.Activities.Nodes;
using Masterplan.Rehearsal.Nodes.Processes;
using Masterplan.Rehearsal.Nodes.Programs;

namespace Masterplan.Rehearsal.Nodes.Commands;

/// <summary>The programs that a node runs on request: argument lists, no shell.</summary>
public sealed class CommandTable
{
    private readonly SimulatedMachine machine;
    private readonly Dictionary<string, Func<Invocation, Task<CommandResult>>> programs = new(StringComparer.Ordinal);

    public CommandTable(SimulatedMachine machine)
    {
        this.machine = machine;
        new FileCommands(machine.Disk, machine.Artifacts).AddTo(programs);
        new SystemCommands(machine).AddTo(programs);
        programs["systemctl"] = new SystemctlCommand(machine).Run;
        programs["crictl"] = new CrictlCommand(machine).Run;
        programs["etcdctl"] = new EtcdctlCommand(machine).Run;
        programs["etcdutl"] = new EtcdutlCommand(machine).Run;
    }

    public static CommandResult Ok(string output = "") => new(0, output, string.Empty);

    public static CommandResult Fail(int code, string error) => new(code, string.Empty, error + "\n");

    public async Task<CommandResult> RunAsync(string[] argv, string? input, CancellationToken cancellationToken)
    {
        if (argv.Length == 0)
            return Fail(127, "no program given");
        var name = Path.GetFileName(argv[0]);
        try
        {
            if (argv[0].StartsWith('/'))
                Binaries.Check(machine, argv[0]);
            if (argv.Length == 2 && argv[1] is "--version" or "version" && machine.Artifacts.VersionOf(argv[0]) is { } version)
                return Ok(VersionText(name, version));
            if (programs.TryGetValue(name, out var program))
                return await program(new Invocation(argv[1..], input, cancellationToken)).ConfigureAwait(false);
            return argv[0].StartsWith('/') && machine.Disk.IsFile(argv[0]) ? Ok() : Fail(127, $"{argv[0]}: command not found");
        }
        catch (RefusalException e) when (e.ExitCode == 203)
        {
            return Fail(e.Message.Contains("denied", StringComparison.Ordinal) ? 126 : 127, $"{argv[0]}: {(e.Message.Contains("denied", StringComparison.Ordinal) ? "Permission denied" : "No such file or directory")}");
        }
        catch (RefusalException e)
        {
            return Fail(e.ExitCode, e.Message);
        }
        catch (Exception e) when (e is IOException or ArgumentException)
        {
            return Fail(1, $"{name}: {e.Message}");
        }
    }

    private static string VersionText(string name, string version) => name switch
    {
        "kubelet" => $"Kubernetes v{version}\n",
        "etcd" => $"etcd Version: {version}\nGit SHA: simulated\nGo Version: go1.26\nGo OS/Arch: linux/amd64\n",
        "etcdctl" => $"etcdctl version: {version}\nAPI version: {version[..version.LastIndexOf('.')]}\n",
        "flanneld" => $"v{version}\n",
        _ => $"{name} version {version}\n",
    };

    public sealed record Invocation(string[] Arguments, string? Input, CancellationToken Cancellation)
    {
        /// <summary>Arguments that are no options.</summary>
        public IEnumerable<string> Operands => Arguments.SkipWhile(a => a == "--").Where(a => a == "-" || !a.StartsWith('-'));

        public bool Has(params string[] options) => options.Any(Arguments.Contains);
    }
}
