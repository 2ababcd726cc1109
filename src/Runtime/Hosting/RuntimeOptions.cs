namespace Masterplan.Runtime.Hosting;

/// <summary>How the runtime works in this host.</summary>
public sealed record RuntimeOptions
{
    /// <summary>The SQLite file; its folder must exist. Default: <c>masterplan.db</c> in the current folder.</summary>
    public string DatabasePath { get; init; } = "masterplan.db";

    /// <summary>Npgsql's connection string of a PostgreSQL database, which takes the place of the SQLite file. Default: none.</summary>
    public string? PostgresConnection { get; init; }

    /// <summary>How many instances execute at the same time. Default 64, for activities mostly wait for input and output.</summary>
    public int MaxConcurrency { get; init; } = 64;

    /// <summary>This host's name in leases. Default: machine name and process id.</summary>
    public string HostName { get; init; } = $"{Environment.MachineName}:{Environment.ProcessId}";

    /// <summary>How long a lease holds without renewal. Default 30 s; renewed after a third of it.</summary>
    public TimeSpan LeaseDuration { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>True (default) if no other process executes runs of this database: leases of dead processes are taken over at the start. Others may read, and store requests, all the same.</summary>
    public bool IsExclusive { get; init; } = true;

    /// <summary>True (default) if this host starts the runs of schedules that are due. What nobody starts is made up for once by the next host that does.</summary>
    public bool FiresSchedules { get; init; } = true;

    /// <summary>How long a stop waits for running activities before it cancels them; they run again at the next start. Default 2 s.</summary>
    public TimeSpan StopGrace { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>What an incident does where the definition does not say. Default: the instance suspends and a person decides.</summary>
    public bool FaultOnIncident { get; init; }

    /// <summary>How long a workflow's HTTP request waits for its answer. Default 100 s.</summary>
    public TimeSpan HttpTimeout { get; init; } = TimeSpan.FromSeconds(100);

    /// <summary>True lets workflows call link-local addresses, at which clouds serve the secrets of their machines. Default false.</summary>
    public bool AllowLinkLocal { get; init; }

    /// <summary>The longest that one JavaScript expression may run. Default 2 s.</summary>
    public TimeSpan ScriptTimeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>The most memory that one JavaScript expression may allocate, in bytes. Default 64 MiB.</summary>
    public long ScriptMemory { get; init; } = 64 * 1024 * 1024;

    /// <summary>The deepest recursion of a JavaScript expression. Default 100 calls.</summary>
    public int ScriptRecursion { get; init; } = 100;
}
