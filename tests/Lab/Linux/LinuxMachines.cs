using System.Collections.Concurrent;
using Masterplan.Rehearsal.Machines;

namespace Masterplan.Lab.Linux;

/// <summary>Real Linux systems as the machines behind the instances of the simulated Exoscale API.</summary>
internal sealed class LinuxMachines : IMachines, IFirewall, IAsyncDisposable
{
    private readonly BaseImage image;
    private readonly LabFolder folder = LabFolder.Create();
    private readonly IReadOnlyList<string> binds;
    private readonly ConcurrentDictionary<Guid, LinuxNode> nodes = new();
    private readonly ConcurrentDictionary<Guid, LabException> failures = new();
    private readonly Firewall firewall;
    private int lastNumber;
    private Metadata? metadata;

    private LinuxMachines(BaseImage image) => (this.image, binds, firewall) = (image, StandIns.Provide($"{folder.Path}/images"), new(image, folder));

    /// <summary>Opens the place for machines.</summary>
    public static async Task<LinuxMachines> OpenAsync(BaseImage image)
    {
        var machines = new LinuxMachines(image);
        machines.metadata = await Metadata.StartAsync(address => machines.nodes.Values.FirstOrDefault(node => node.Machine.Address == address)?.Machine);
        return machines;
    }

    /// <summary>A public key that nodes let in besides those of their user data.</summary>
    public string? AuthorizedKey { get; set; }

    public IReadOnlyList<LinuxNode> Nodes => [.. nodes.Values];

    public LinuxNode Node(string name) => nodes.Values.Single(node => node.Machine.Name == name);

    /// <summary>Why a machine never booted; null when it did.</summary>
    public LabException? FailureOf(Guid id) => failures.GetValueOrDefault(id);

    public Task RestoreAsync(IReadOnlyCollection<Machine> running, CancellationToken cancellationToken) =>
        running.Count == 0 ? Task.CompletedTask : throw new LabException("A lab's nodes end with its process; they cannot be brought back.");

    public async Task CreateAsync(Machine machine, CancellationToken cancellationToken)
    {
        var node = nodes.GetOrAdd(machine.Id, _ => new(folder, image, binds, firewall, Interlocked.Increment(ref lastNumber), machine));
        try
        {
            await node.CreateAsync(AuthorizedKey);
            node.Start();
        }
        catch (LabException failure)
        {
            // As in a cloud: the instance is there, and never answers.
            failures[machine.Id] = failure;
            Console.Error.WriteLine($"lab: node '{machine.Name}' never boots: {failure.Message}");
        }
    }

    public Task StartAsync(Machine machine, CancellationToken cancellationToken)
    {
        nodes[machine.Id].Start();
        return Task.CompletedTask;
    }

    public Task StopAsync(Guid id, CancellationToken cancellationToken) => nodes[id].StopAsync();

    public async Task RebootAsync(Guid id, CancellationToken cancellationToken)
    {
        await nodes[id].StopAsync();
        nodes[id].Start();
    }

    public Task DeleteAsync(Guid id, CancellationToken cancellationToken) => nodes.TryRemove(id, out var node) ? node.DeleteAsync() : Task.CompletedTask;

    public void Apply(IReadOnlyDictionary<Guid, IReadOnlyList<AllowedTraffic>> machines) =>
        firewall.Apply([.. nodes.Where(node => node.Value.Space.Length > 0 && machines.ContainsKey(node.Key)).Select(node => (node.Value.Space, machines[node.Key]))]);

    public async ValueTask DisposeAsync()
    {
        await firewall.DisposeAsync();
        await Task.WhenAll(nodes.Keys.ToList().Select(id => DeleteAsync(id, CancellationToken.None)));
        await metadata!.DisposeAsync();
        await Cgroup.EndAsync(folder.Name);
        await folder.DeleteAsync();
    }
}
