using System.Globalization;
using Masterplan.Activities.Clusters.Planning;
using Masterplan.Activities.Clusters.Spec;
using Masterplan.Activities.Nodes;
using Masterplan.Activities.Nodes.Ignition;
using Masterplan.Lab.Linux;
using Masterplan.Rehearsal.Machines;

namespace Masterplan.Lab;

/// <summary>Three masters, booted from the user data that Masterplan renders and reached over its own SSH door; nothing is configured on them.</summary>
public sealed class LabCluster : IAsyncLifetime
{
    private static readonly TimeSpan BootTime = TimeSpan.FromSeconds(60);
    private LabDoors? doors;
    private LinuxMachines? machines;
    private Mirror? mirror;

    public ClusterPlan Plan { get; } = new(ClusterSpecReader.Read($"artifacts: {{ mirror: \"{Mirror.Address}\" }}", "lab"));

    public HostKeys HostKeys => doors!.HostKeys;

    private KubernetesVersion Version => KubernetesVersion.Parse(Plan.Spec.Kubernetes.Version);

    public async ValueTask InitializeAsync()
    {
        if (!LabHost.CanRun)
            return;
        var image = await BaseImage.GetAsync();
        doors = await LabDoors.CreateAsync(LabFolder.Create().Path);
        machines = await LinuxMachines.OpenAsync(image);
        mirror = await Mirror.StartAsync(Plan.Spec, Version, image);
        await Task.WhenAll(Plan.Masters.Select(node => LaunchAsync(node.Name)));
    }

    public async ValueTask DisposeAsync()
    {
        if (doors is not null)
            await doors.DisposeAsync();
        if (machines is not null)
            await machines.DisposeAsync();
        if (mirror is not null)
            await mirror.DisposeAsync();
    }

    internal LinuxNode Node(string name) => machines!.Node(name);

    public NodeTarget Target(string name) => doors!.Target(Plan.Name, name, AddressOf(Plan.Node(name)));

    /// <summary>Opens a node, waiting for it while it boots.</summary>
    public async Task<INode> OpenAsync(string name)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            try
            {
                return await doors!.OpenAsync(Target(name));
            }
            catch (NodeException e) when (e.IsTransient && TimeProvider.System.GetElapsedTime(started) < BootTime)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, TestContext.Current.CancellationToken);
            }
        }
    }

    /// <summary>Runs one program on a node.</summary>
    public async Task<CommandResult> RunAsync(string name, params string[] argv)
    {
        await using var node = await OpenAsync(name);
        return await node.RunAsync(new(argv), TestContext.Current.CancellationToken);
    }

    /// <summary>Waits for something to come true, and says what did not.</summary>
    public static async Task UntilAsync(string what, Func<Task<bool>> holds, Func<Task<string>>? found = null, int seconds = 60)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!await holds())
        {
            if (TimeProvider.System.GetElapsedTime(started).TotalSeconds > seconds)
                throw new TimeoutException($"Not within {seconds.ToString(CultureInfo.InvariantCulture)} s: {what}. {(found is null ? "" : await found())}");
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Boots one more machine, from a user data of its own where one is given; answers why it never came up, or null.</summary>
    public async Task<string?> LaunchAsync(string name, Func<string, string>? change = null)
    {
        var node = Plan.Node(name);
        var userData = IgnitionConfig.Render(Plan, node, Version, doors!.Key.PublicKey, mirror!.Checksums);
        var machine = new Machine(Guid.NewGuid(), name, AddressOf(node), change?.Invoke(userData) ?? userData, 2, 4L << 30, 50);
        await machines!.CreateAsync(machine, CancellationToken.None);
        return machines.FailureOf(machine.Id)?.Message;
    }

    private static string AddressOf(PlannedNode node) => $"10.88.{(node.Role == NodeRole.Master ? 2 : 3)}.{node.Number}";
}
