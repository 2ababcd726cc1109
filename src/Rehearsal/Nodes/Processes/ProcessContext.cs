namespace Masterplan.Rehearsal.Nodes.Processes;

/// <summary>What a process starts with.</summary>
public sealed class ProcessContext(SimulatedMachine machine, string program, IReadOnlyList<string> arguments, FileView files, ProcessLog log)
{
    private readonly TaskCompletionSource ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<IDisposable> held = [];

    public SimulatedMachine Machine { get; } = machine;

    public World World => Machine.World;

    public string Program { get; } = program;

    public IReadOnlyList<string> Arguments { get; } = arguments;

    public FileView Files { get; } = files;

    public ProcessLog Log { get; } = log;

    public int Pid { get; } = machine.NextPid();

    public required string Version { get; init; }

    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

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
