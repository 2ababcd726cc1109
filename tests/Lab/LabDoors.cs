using Masterplan.Activities.Clusters;
using Masterplan.Activities.Clusters.Secrets;
using Masterplan.Activities.Clusters.Storage;
using Masterplan.Activities.Nodes;
using Masterplan.Activities.Nodes.Ssh;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Masterplan.Lab;

/// <summary>Masterplan's own SSH door to nodes of the lab, with a key and a memory of host keys that are the tests'.</summary>
public sealed class LabDoors : IAsyncDisposable
{
    private readonly ServiceProvider services;

    private LabDoors(ServiceProvider services) => this.services = services;

    /// <summary>What opens the nodes.</summary>
    public SshKey Key { get; } = SshKey.Create("masterplan@lab");

    public HostKeys HostKeys => services.GetRequiredService<HostKeys>();

    /// <summary>Makes the door; what it remembers lies in the folder.</summary>
    public static async Task<LabDoors> CreateAsync(string folder)
    {
        var services = new ServiceCollection()
            .AddSingleton(TimeProvider.System)
            .AddDbContextFactory<ClusterDatabase>(options => options.UseSqlite($"Data Source={folder}/doors.db"))
            .AddSingleton<ClusterRegistry>()
            .AddSingleton<HostKeys>()
            .AddSingleton<INodeDoors, SshDoors>()
            .BuildServiceProvider();
        await using var database = await services.GetRequiredService<IDbContextFactory<ClusterDatabase>>().CreateDbContextAsync();
        await database.Database.MigrateAsync();
        return new(services);
    }

    /// <summary>The way to a node.</summary>
    public NodeTarget Target(string cluster, string node, string address) => new(cluster, node, address, Key);

    /// <summary>Opens a node.</summary>
    public Task<INode> OpenAsync(NodeTarget target) => services.GetRequiredService<INodeDoors>().OpenAsync(target, TestContext.Current.CancellationToken);

    /// <summary>Forgets a node's host key: another machine has taken its place.</summary>
    public Task ForgetAsync(string cluster, string node) => services.GetRequiredService<ClusterRegistry>().RememberAsync(cluster, node, row => row.HostKey = null);

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        SqliteConnection.ClearAllPools();
    }
}
