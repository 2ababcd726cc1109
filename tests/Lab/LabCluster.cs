using System.Globalization;
using Masterplan.Activities.Clusters;
using Masterplan.Activities.Clusters.Planning;
using Masterplan.Activities.Clusters.Secrets;
using Masterplan.Activities.Clusters.Spec;
using Masterplan.Activities.Clusters.Storage;
using Masterplan.Activities.Nodes;
using Masterplan.Activities.Nodes.Files;
using Masterplan.Activities.Nodes.Ignition;
using Masterplan.Activities.Nodes.Ssh;
using Masterplan.Activities.Pki;
using Masterplan.Lab.Linux;
using Masterplan.Rehearsal.Machines;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Masterplan.Lab;

/// <summary>Real Linux nodes of one cluster, booted from the user data that Masterplan renders and reached over its own SSH door.</summary>
public sealed class LabCluster : IAsyncLifetime
{
    private const string ElasticIp = "10.88.1.2";
    private static readonly TimeSpan BootTime = TimeSpan.FromSeconds(60);
    private readonly string folder = Directory.CreateTempSubdirectory("masterplan-lab-").FullName;
    private readonly CertificateFactory certificates = new(TimeProvider.System);
    private ServiceProvider? services;
    private LinuxMachines? machines;
    private Mirror? mirror;

    public ClusterPlan Plan { get; } = new(ClusterSpecReader.Read($"artifacts: {{ mirror: \"{Mirror.Address}\" }}", "lab"));

    public SshKey Key { get; } = SshKey.Create("masterplan@lab");

    public HostKeys HostKeys => services!.GetRequiredService<HostKeys>();

    public INodeDoors Doors => services!.GetRequiredService<INodeDoors>();

    internal IReadOnlyDictionary<CertificateAuthorityName, IssuedCertificate> Authorities { get; private set; } = new Dictionary<CertificateAuthorityName, IssuedCertificate>();

    private KubernetesVersion Version => KubernetesVersion.Parse(Plan.Spec.Kubernetes.Version);

    public async ValueTask InitializeAsync()
    {
        if (!LabHost.CanRun)
            return;
        services = Compose();
        await using (var database = await services.GetRequiredService<IDbContextFactory<ClusterDatabase>>().CreateDbContextAsync())
            await database.Database.MigrateAsync();
        Authorities = Enum.GetValues<CertificateAuthorityName>().ToDictionary(name => name, name => certificates.CreateAuthority($"{name}"));
        var image = await BaseImage.GetAsync();
        machines = new(image);
        mirror = await Mirror.StartAsync(Plan.Spec, Version, image);
        await Task.WhenAll(Plan.Masters.Select(node => LaunchAsync(node.Name)));
    }

    public async ValueTask DisposeAsync()
    {
        if (services is not null)
            await services.DisposeAsync();
        if (machines is not null)
            await machines.DisposeAsync();
        if (mirror is not null)
            await mirror.DisposeAsync();
        SqliteConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>Where a node answers.</summary>
    public static string AddressOf(PlannedNode node) => $"10.88.{(node.Role == NodeRole.Master ? 2 : 3)}.{node.Number}";

    /// <summary>The masters' addresses by name, in order.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Masters => [.. Plan.Masters.Select(node => KeyValuePair.Create(node.Name, AddressOf(node)))];

    internal LinuxNode Node(string name) => machines!.Node(name);

    public NodeTarget Target(string name) => new(Plan.Name, name, AddressOf(Plan.Node(name)), Key);

    /// <summary>Opens a node, waiting for it while it boots.</summary>
    public async Task<INode> OpenAsync(string name)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            try
            {
                return await Doors.OpenAsync(Target(name), TestContext.Current.CancellationToken);
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

    /// <summary>What lies on a node when it is configured.</summary>
    public NodeConfiguration Configuration(string name)
    {
        var node = Plan.Node(name);
        return NodeConfigurationRenderer.Render(new(
            Plan,
            node,
            Version,
            AddressOf(node),
            Masters,
            ElasticIp,
            Authorities.ToDictionary(authority => authority.Key, authority => authority.Value.Certificate),
            CertificateProfiles.ForNode(Plan, node, AddressOf(node), ElasticIp).ToDictionary(profile => profile.Id, profile => certificates.CreateLeaf(profile, Authorities[profile.Authority])),
            certificates.CreateKeyPair(),
            Convert.ToBase64String(new byte[32])));
    }

    /// <summary>A certificate that was right, and is no more.</summary>
    public IssuedCertificate Expired(CertificateProfile profile) =>
        new CertificateFactory(new FakeTimeProvider(TimeProvider.System.GetUtcNow() - (2 * CertificateFactory.LeafLifetime))).CreateLeaf(profile, Authorities[profile.Authority]);

    /// <summary>Boots one more machine, from a user data of its own where one is given; answers why it never came up, or null.</summary>
    public async Task<string?> LaunchAsync(string name, Func<string, string>? change = null)
    {
        var node = Plan.Node(name);
        var userData = IgnitionConfig.Render(Plan, node, Version, Key.PublicKey, mirror!.Checksums);
        var machine = new Machine(Guid.NewGuid(), name, AddressOf(node), change?.Invoke(userData) ?? userData, 2, 4L << 30, 50);
        await machines!.CreateAsync(machine, CancellationToken.None);
        return machines.FailureOf(machine.Id)?.Message;
    }

    private ServiceProvider Compose() => new ServiceCollection()
        .AddSingleton(TimeProvider.System)
        .AddDbContextFactory<ClusterDatabase>(options => options.UseSqlite($"Data Source={folder}/clusters.db"))
        .AddSingleton<ClusterRegistry>()
        .AddSingleton<HostKeys>()
        .AddSingleton<INodeDoors, SshDoors>()
        .BuildServiceProvider();
}
