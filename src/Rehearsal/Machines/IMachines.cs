namespace Masterplan.Rehearsal.Machines;

/// <summary>
/// What stands behind the instances of the simulated Exoscale API: simulated nodes here, real Linux systems in the lab.
/// The API calls these after the instance's operation has taken its time; all may be called again after a restart of the process.
/// </summary>
public interface IMachines
{
    /// <summary>Brings back the machines of running instances after the process was killed: as after a pause, not as after a reboot.</summary>
    Task RestoreAsync(IReadOnlyCollection<Machine> running, CancellationToken cancellationToken);

    /// <summary>Creates the machine and switches it on; returns at once, the boot goes on in the background.</summary>
    Task CreateAsync(Machine machine, CancellationToken cancellationToken);

    /// <summary>Switches a stopped machine on.</summary>
    Task StartAsync(Machine machine, CancellationToken cancellationToken);

    /// <summary>Shuts the machine down in good order.</summary>
    Task StopAsync(Guid id, CancellationToken cancellationToken);

    /// <summary>Restarts the machine: a new boot id, the same disk.</summary>
    Task RebootAsync(Guid id, CancellationToken cancellationToken);

    /// <summary>Removes the machine with its disk; one that is not there is no error.</summary>
    Task DeleteAsync(Guid id, CancellationToken cancellationToken);
}
