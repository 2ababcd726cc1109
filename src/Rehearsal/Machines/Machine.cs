namespace Masterplan.Rehearsal.Machines;

/// <summary>An instance as its machine sees it.</summary>
/// <param name="Id">The instance's id, and the machine's SMBIOS system UUID.</param>
/// <param name="Name">The instance's name.</param>
/// <param name="Address">Its public address, 127.88.x.y in rehearsal.</param>
/// <param name="UserData">The decoded user data: an Ignition config.</param>
/// <param name="Cpus">Virtual CPUs.</param>
/// <param name="MemoryBytes">Memory.</param>
/// <param name="DiskGib">Disk size in GiB.</param>
public sealed record Machine(Guid Id, string Name, string Address, string UserData, int Cpus, long MemoryBytes, int DiskGib);
