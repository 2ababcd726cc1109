using System.Diagnostics.CodeAnalysis;

namespace Masterplan.Rehearsal.Nodes.Processes;

/// <summary>What a process of a simulated machine starts with, and what it holds.</summary>
public sealed class ProcessContext : ProgramStart
{
    private readonly TaskCompletionSource ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<IDisposable> held = [];

    [SetsRequiredMembers]
    public ProcessContext(SimulatedMachine machine, string program, IReadOnlyList<string> arguments, DiskView files, ProcessLog log, string version)
        : base(program, arguments, files, log)
    {
        (Machine, Disk, Pid) = (machine, files, machine.NextPid());
        (Version, Clock, HostName, HostAddress) = (version, machine.World.Pace.Clock, machine.Name, machine.Address);
    }

    public SimulatedMachine Machine { get; }

    /// <summary>The same files, to be written as well.</summary>
    public DiskView Disk { get; }

    public World World => Machine.World;

    public int Pid { get; }

    /// <summary>The process ran before the rehearsal was killed: it goes on without the time that a start takes.</summary>
    public bool IsRestored { get; init; }

    /// <summary>Ends when the process says that it serves.</summary>
    public Task WhenReady => ready.Task;

    public bool IsReady => ready.Task.IsCompletedSuccessfully;

    public void Ready() => ready.TrySetResult();

    public void Listen(string host, int port, object? service = null) => held.Add(Machine.Ports.Bind(host, port, Program, Pid, service));

    /// <summary>Keeps something until the process is gone.</summary>
    public void Hold(IDisposable thing) => held.Add(thing);

    /// <summary>Lets go of ports and the rest; called once the process is gone.</summary>
    public void Release()
    {
        held.ForEach(h => h.Dispose());
        held.Clear();
    }

    public Task Impose(string step, double seconds, CancellationToken cancellationToken) =>
        IsRestored ? Task.CompletedTask : World.Impose(Machine.Name, step, TimeSpan.FromSeconds(seconds), cancellationToken);
}
