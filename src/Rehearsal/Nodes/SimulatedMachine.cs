using System.Security.Cryptography;
using Masterplan.Rehearsal.Faults;
using Masterplan.Rehearsal.Latencies;
using Masterplan.Rehearsal.Machines;
using Masterplan.Rehearsal.Nodes.Commands;
using Masterplan.Rehearsal.Nodes.Disks;
using Masterplan.Rehearsal.Nodes.Ignition;
using Masterplan.Rehearsal.Nodes.Pods;
using Masterplan.Rehearsal.Nodes.Processes;
using Masterplan.Rehearsal.Nodes.Units;

namespace Masterplan.Rehearsal.Nodes;

/// <summary>One simulated node: a disk, units, containers and listening ports, between power on and power off.</summary>
public sealed class SimulatedMachine : IDisposable
{
    private readonly Machine machine;
    private readonly string folder;
    private CancellationTokenSource power = new();
    private int lastPid = 1000;
    private Task booting = Task.CompletedTask;

    public SimulatedMachine(World world, Machine machine)
    {
        World = world;
        this.machine = machine;
        folder = FolderOf(world, machine.Id);
        Disk = new Disk(folder);
        State = MachineState.Load(Path.Combine(folder, "machine.json"));
        Artifacts = new Artifacts(Disk);
        Ports = new PortTable(world.Network.Changed);
        Units = new UnitManager(this);
        Containers = new ContainerRuntime(this);
        Commands = new CommandTable(this);
        Disk.Changed += _ => Changed.Raise();
        Console = new ProcessLog(world.Pace.Clock);
        if (State.HostKey.Length == 0)
            State.Change(s => s.HostKey = NewHostKey());
    }

    public World World { get; }

    public Guid Id => machine.Id;

    public string Name => machine.Name;

    public string Address => machine.Address;

    public Machine Hardware => machine;

    public Disk Disk { get; }

    public MachineState State { get; }

    public Artifacts Artifacts { get; }

    public PortTable Ports { get; }

    public UnitManager Units { get; }

    public ContainerRuntime Containers { get; }

    public CommandTable Commands { get; }

    public ProcessLog Console { get; }

    /// <summary>Raised when a unit, a container or a file of the machine changed.</summary>
    public Signal Changed { get; } = new();

    public string HostKey => State.HostKey;

    public bool IsUp => State.Phase == MachineState.Phases.Up;

    public bool IsRunning => IsUp;

    public CancellationToken Power => power.Token;

    public static string FolderOf(World world, Guid id) => Path.Combine(world.StateFolder, "machines", id.ToString());

    public int NextPid() => Interlocked.Increment(ref lastPid);

    public bool Authorizes(string key)
    {
        var given = key.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return given.Length >= 2 && (Disk.ReadText("/home/core/.ssh/authorized_keys.d/ignition") ?? string.Empty)
            .Split('\n').Select(l => l.Split(' ')).Any(l => l.Length >= 2 && l[0] == given[0] && l[1] == given[1]);
    }

    public void PowerOn(bool isDead)
    {
        power = new CancellationTokenSource();
        State.Change(s => (s.Phase, s.BootBegan) = (isDead ? MachineState.Phases.Dead : MachineState.Phases.Booting, World.Now));
        World.Network.Join(this);
        if (!isDead)
            booting = Boot(BootTime(), power.Token);
    }

    /// <summary>Goes on as before the rehearsal's process was killed.</summary>
    public void Resume()
    {
        World.Network.Join(this);
        if (State.Phase == MachineState.Phases.Booting)
            booting = Boot(BootTime() - World.Pace.ToSimulated(World.Now - State.BootBegan), power.Token);
        else if (State.Phase == MachineState.Phases.Up)
            Units.Resume([.. State.Units], [.. State.Wanted]);
    }

    public async Task ShutDown()
    {
        var wasUp = IsUp;
        State.Change(s => s.Phase = MachineState.Phases.Off);
        if (wasUp)
        {
            await Task.WhenAll(Units.StopAll(), Containers.StopAll()).ConfigureAwait(false);
        }

        await PowerOff().ConfigureAwait(false);
    }

    public async Task Reboot()
    {
        await ShutDown().ConfigureAwait(false);
        PowerOn(isDead: false);
    }

    /// <summary>Lets go of everything but the disk and the state, as a kill of the process does.</summary>
    public async Task Abandon()
    {
        State.Freeze();
        await PowerOff().ConfigureAwait(false);
    }

    public async Task Destroy()
    {
        State.Change(s => s.Phase = MachineState.Phases.Off);
        await PowerOff().ConfigureAwait(false);
        // Moved away first: what still writes into it finds nothing to write to.
        if (!Directory.Exists(folder))
            return;
        var gone = $"{folder}.gone";
        Directory.Move(folder, gone);
        DeleteWhole(gone);
        DeleteWhole(folder);
    }

    /// <summary>Deletes a folder into which a last file may come while it is being deleted.</summary>
    private static void DeleteWhole(string path)
    {
        for (var attempt = 1; Directory.Exists(path); attempt++)
        {
            try
            {
                Directory.Delete(path, recursive: true);
            }
            catch (IOException) when (attempt < 10)
            {
                // Something was added meanwhile; the next pass takes it too.
            }
        }
    }

    public void Dispose() => power.Dispose();

    private async Task PowerOff()
    {
        await power.CancelAsync().ConfigureAwait(false);
        await booting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Task.WhenAll(Units.Gone(), Containers.StopAll()).ConfigureAwait(false);
        Ports.Clear();
        World.Network.Leave(this);
    }

    private TimeSpan BootTime()
    {
        var seconds = 25 + (15 * World.Faults.Roll("boot", Name, 1));
        return TimeSpan.FromSeconds(World.Faults.IsOn(FaultNames.SlowBoot) && World.Faults.Roll(FaultNames.SlowBoot, Name, 1) < 0.5 ? seconds * 4 : seconds);
    }

    private async Task Boot(TimeSpan time, CancellationToken off)
    {
        try
        {
            await World.Impose(Name, LatencySteps.Boot, time, off).ConfigureAwait(false);
            if (!State.IgnitionDone)
                FirstBoot();
            BeginBoot();
            State.Change(s => (s.Phase, s.BootedAt) = (MachineState.Phases.Up, World.Now));
            Console.Add($"{Name} login: ");
            World.Network.Changed.Raise();
            Units.StartEnabled();
        }
        catch (OperationCanceledException)
        {
            // Switched off while booting.
        }
        catch (Exception e) when (e is IgnitionException or InvalidOperationException or FormatException or ArgumentException)
        {
            Console.Add($"Ignition failed: {e.Message}\nEntering emergency mode.");
            State.Change(s => s.Phase = MachineState.Phases.Failed);
        }
    }

    private void FirstBoot()
    {
        Disk.WriteText("/etc/hostname", Name + "\n");
        Disk.WriteText("/etc/machine-id", Id.ToString("N") + "\n", "0444");
        Disk.WriteText("/etc/os-release", "NAME=\"Flatcar Container Linux by Kinvolk\"\nID=flatcar\nVERSION_ID=4757.2.1\nPRETTY_NAME=\"Flatcar Container Linux by Kinvolk 4757.2.1 (Oklo)\"\n");
        Disk.WriteText("/etc/resolv.conf", "nameserver 127.0.0.53\n");
        new IgnitionRunner(Disk, Artifacts).Apply(machine.UserData);
        State.Change(s => s.IgnitionDone = true);
    }

    private void BeginBoot()
    {
        Disk.Delete("/run");
        Disk.MakeFolder("/run");
        Disk.WriteText("/run/systemd/resolve/resolv.conf", "nameserver 127.0.0.53\n");
        State.Change(s =>
        {
            s.BootId = Guid.NewGuid().ToString();
            s.Units.Clear();
            s.Containers.Clear();
        });
        Disk.WriteText("/proc/sys/kernel/random/boot_id", State.BootId + "\n", "0444");
    }

    private static string NewHostKey()
    {
        byte[] head = [0, 0, 0, 11, .. "ssh-ed25519"u8, 0, 0, 0, 32];
        return "ssh-ed25519 " + Convert.ToBase64String([.. head, .. RandomNumberGenerator.GetBytes(32)]);
    }
}
