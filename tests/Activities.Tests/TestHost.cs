using System.Text.Json.Nodes;
using Masterplan.Activities.Cloud;
using Masterplan.Activities.Clusters;
using Masterplan.Activities.Clusters.Changes;
using Masterplan.Activities.Clusters.Ledger;
using Masterplan.Activities.Clusters.Locks;
using Masterplan.Activities.Clusters.Secrets;
using Masterplan.Activities.Clusters.Storage;
using Masterplan.Activities.Etcd.Backups;
using Masterplan.Activities.Kubernetes;
using Masterplan.Activities.Nodes.Artifacts;
using Masterplan.Activities.Pki;
using Masterplan.Activities.Steps;
using Masterplan.Activities.Tests.Cloud;
using Masterplan.Activities.Tests.Clusters;
using Masterplan.Activities.Tests.Clusters.Secrets;
using Masterplan.Activities.Tests.Kubernetes;
using Masterplan.Activities.Tests.Nodes.Artifacts;
using Masterplan.Activities.Tests.Steps;
using Masterplan.Runtime.Definitions;
using Masterplan.Runtime.Hosting;
using Masterplan.Runtime.Runs;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Masterplan.Activities.Tests;

/// <summary>The real runtime and the real stores in a temporary folder, with a clock and a cloud of the test's own. It can be stopped and started again.</summary>
internal sealed class TestHost : IAsyncDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("masterplan-");
    private ServiceProvider? services;

    public WatchedClock Clock { get; } = new(new DateTimeOffset(2026, 11, 22, 12, 0, 0, TimeSpan.Zero));

    public FakeCloud Cloud { get; }

    public FakeKubernetes Kubernetes { get; } = new();

    public ProbeScript Script { get; } = new();

    public FakeClusterRuns Runs { get; } = new();

    public double Speed { get; init; } = 1;

    public IServiceProvider Services => services!;

    public ResourceLedger Ledger => Services.GetRequiredService<ResourceLedger>();

    public ClusterRegistry Registry => Services.GetRequiredService<ClusterRegistry>();

    public ClusterSecrets Secrets => Services.GetRequiredService<ClusterSecrets>();

    public IWorkflowRuntime Runtime => Services.GetRequiredService<IWorkflowRuntime>();

    public IWorkflowInstances Instances => Services.GetRequiredService<IWorkflowInstances>();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public TestHost() => Cloud = new(Clock);

    public static async Task<TestHost> StartAsync(double speed = 1)
    {
        var host = new TestHost { Speed = speed };
        await host.StartAgainAsync();
        return host;
    }

    public async Task StartAgainAsync()
    {
        services = Compose();
        await using (var database = await services.GetRequiredService<IDbContextFactory<ClusterDatabase>>().CreateDbContextAsync(Token))
            await database.Database.MigrateAsync(Token);
        foreach (var hosted in services.GetServices<IHostedService>())
            await hosted.StartAsync(Token);
    }

    public async Task StopAsync()
    {
        if (services is null)
            return;
        foreach (var hosted in services.GetServices<IHostedService>())
            await hosted.StopAsync(CancellationToken.None);
        await services.DisposeAsync();
        services = null;
        Clock.ForgetTimers();
        SqliteConnection.ClearAllPools();
    }

    /// <summary>Starts a workflow of one activity.</summary>
    public async Task<string> RunAsync(string type, params (string Name, string Value)[] inputs)
    {
        var activity = new JsonObject { ["id"] = "Step", ["name"] = "Step", ["type"] = type, ["version"] = 1 };
        foreach (var (name, value) in inputs.Append(("jitter", "0")))
            activity[name] = new JsonObject { ["typeName"] = "Object", ["expression"] = new JsonObject { ["type"] = "Literal", ["value"] = value } };
        var id = "test-" + Guid.NewGuid().ToString("n");
        var definition = new JsonObject { ["id"] = id + "-1", ["definitionId"] = id, ["name"] = id, ["root"] = activity };
        await Services.GetRequiredService<IWorkflowDefinitions>().ImportAsync(definition.ToJsonString(), Token);
        return await Runtime.StartAsync(new StartRequest(id), Token);
    }

    /// <summary>Moves the clock to each wait's end, no further, until the run is over or has an incident.</summary>
    public async Task<WorkflowInstance> EndAsync(string run)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Token);
        limit.CancelAfter(TimeSpan.FromSeconds(60));
        var ended = Runtime.WaitAsync(run, limit.Token);
        while (!ended.IsCompleted)
        {
            if (await DueAsync(run, limit.Token) is { } due && due > Clock.GetUtcNow() && Clock.IsArmedFor(due))
                Clock.SetUtcNow(due);
            await Task.Yield();
        }

        await ended;
        return await Instances.GetAsync(run, Token);
    }

    /// <summary>Waits until the run waits for something, or is over.</summary>
    public async Task UntilSuspendedAsync(string run, CancellationToken cancellationToken)
    {
        while ((await Instances.GetAsync(run, cancellationToken)).SubStatus is Masterplan.Runtime.Authoring.WorkflowSubStatus.Pending or Masterplan.Runtime.Authoring.WorkflowSubStatus.Executing)
            await Task.Yield();
    }

    private async Task<DateTimeOffset?> DueAsync(string run, CancellationToken cancellationToken) =>
        (await Instances.BookmarksAsync(run, cancellationToken)).Select(bookmark => bookmark.DueAt).FirstOrDefault(due => due is not null);

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        folder.Delete(recursive: true);
    }

    private ServiceProvider Compose() => new ServiceCollection()
        .AddSingleton<TimeProvider>(Clock)
        .AddSingleton(new Tempo(Speed))
        .AddSingleton(Script)
        .AddSingleton<IClouds>(Cloud)
        .AddSingleton<IKubernetesClients>(Kubernetes)
        .AddSingleton<IArtifactSource, FakeArtifacts>()
        .AddSingleton<ISecretStore, MemorySecrets>()
        .AddSingleton<CertificateFactory>()
        .AddSingleton<ClusterSecrets>()
        .AddSingleton<CertificateInventory>()
        .AddSingleton<IClusterRuns>(Runs)
        .AddDbContextFactory<ClusterDatabase>(options => options.UseSqlite($"Data Source={Path.Combine(folder.FullName, "clusters.db")}"))
        .AddSingleton<ClusterRegistry>()
        .AddSingleton<ResourceLedger>()
        .AddSingleton<DisruptionLock>()
        .AddSingleton<ChangeLog>()
        .AddSingleton<EtcdBackups>()
        .AddSingleton<ArtifactPins>()
        .AddSingleton<PlanChecks>()
        .AddWorkflowRuntime(new RuntimeOptions { DatabasePath = Path.Combine(folder.FullName, "runs.db"), MaxConcurrency = 4 })
        .AddActivities(typeof(LaunchCoreOsNode).Assembly)
        .AddActivities(typeof(TestHost).Assembly)
        .BuildServiceProvider();
}
