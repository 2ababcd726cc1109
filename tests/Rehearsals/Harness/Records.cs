using System.Text;
using System.Text.Json;
using Masterplan.Activities.Clusters;
using Masterplan.Activities.Clusters.Ledger;
using Masterplan.Activities.Clusters.Locks;
using Masterplan.Activities.Clusters.Secrets;
using Masterplan.Activities.Clusters.Storage;
using Masterplan.Activities.Clusters.Storage.Postgres;
using Masterplan.Activities.Etcd.Backups;
using Masterplan.Runtime.Hosting;
using Masterplan.Runtime.Runs;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Masterplan.Rehearsals.Harness;

/// <summary>What the program wrote down, read with its own stores while it does not run.</summary>
public sealed class Records : IAsyncDisposable
{
    private readonly string data;
    private readonly string keys;
    private readonly ServiceProvider services;

    /// <param name="data">The data folder.</param>
    /// <param name="keys">The key ring's folder.</param>
    /// <param name="postgres">The connection string, where hosts share a database.</param>
    public Records(string data, string keys, string? postgres = null)
    {
        (this.data, this.keys) = (data, keys);
        var stores = new ServiceCollection().AddLogging().AddSingleton(TimeProvider.System);
        if (postgres is null)
            stores.AddDbContextFactory<ClusterDatabase>(options => options.UseSqlite($"Data Source={Path.Combine(data, "clusters.db")};Default Timeout=30"));
        else
            stores.AddDbContextFactory<PostgresClusterDatabase>(options => options.UseNpgsql(postgres)).AddSingleton<IDbContextFactory<ClusterDatabase>, DerivedContexts<ClusterDatabase, PostgresClusterDatabase>>();
        services = stores
            .AddSingleton<ClusterRegistry>()
            .AddSingleton<ResourceLedger>()
            .AddSingleton<DisruptionLock>()
            .AddWorkflowRuntime(new RuntimeOptions { DatabasePath = Path.Combine(data, "runs.db"), PostgresConnection = postgres, IsExclusive = postgres is null })
            .BuildServiceProvider();
    }

    public ClusterRegistry Clusters => services.GetRequiredService<ClusterRegistry>();

    public ResourceLedger Ledger => services.GetRequiredService<ResourceLedger>();

    public DisruptionLock Lock => services.GetRequiredService<DisruptionLock>();

    public IWorkflowInstances Instances => services.GetRequiredService<IWorkflowInstances>();

    public EtcdBackups Backups => new(services.GetRequiredService<IDbContextFactory<ClusterDatabase>>(), OpenSecrets(), TimeProvider.System);

    private string SecretFolder => Path.Combine(data, "secrets");

    /// <summary>The plaintext of every secret, by name.</summary>
    public IReadOnlyDictionary<string, string> Secrets()
    {
        if (!Directory.Exists(SecretFolder))
            return new Dictionary<string, string>();
        var store = OpenSecrets();
        return Directory.GetFiles(SecretFolder, "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(SecretFolder, path))
            .ToDictionary(name => name, name => Encoding.UTF8.GetString(store.Read(name)!), StringComparer.Ordinal);
    }

    /// <summary>The store of secrets, to change what lies in it.</summary>
    public FileSecretStore OpenSecrets() =>
        new(SecretFolder, DataProtectionProvider.Create(new DirectoryInfo(keys), builder => builder.SetApplicationName("masterplan")).CreateProtector("masterplan.secrets"));

    /// <summary>The public half of the key that opens a cluster's nodes.</summary>
    public string SshPublicKey(string cluster) => JsonSerializer.Deserialize<SshKey>(Secrets()[$"clusters/{cluster}/ssh"])!.PublicKey;

    /// <summary>A run and everything that it dispatched.</summary>
    public async Task<IReadOnlyList<WorkflowInstance>> TreeAsync(string run) => [await Instances.GetAsync(run), .. await Instances.DescendantsAsync(run)];

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
    }
}
