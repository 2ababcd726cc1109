using Masterplan.Activities.Clusters.Storage;
using Masterplan.Host.Telemetry;
using Masterplan.Runtime.Definitions;
using Masterplan.Runtime.Hosting;
using Microsoft.EntityFrameworkCore;

namespace Masterplan.Host.Composition;

/// <summary>The composed host of one process: its services, and the queue once it is started.</summary>
internal sealed class MasterplanHost : IAsyncDisposable
{
    /// <summary>How long a command waits for a database server that is away; a host that stays waits for as long as it takes.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);
    private readonly IHost host;
    private readonly IDisposable? turn;
    private bool running;

    private MasterplanHost(IHost host, DataFolder folder, IDisposable? turn, Task definitions) => (this.host, Folder, this.turn, Definitions) = (host, folder, turn, definitions);

    public DataFolder Folder { get; }

    public IServiceProvider Services => host.Services;

    /// <summary>Completes when the definitions that came with the program are published.</summary>
    public Task Definitions { get; }

    /// <summary>Composes the host and opens its databases while the cloud is coming up; where it has a hold on the data folder, begins to publish the definitions that came with the program.</summary>
    /// <param name="folder">The data folder.</param>
    /// <param name="cloud">The cloud; null for a host that only reads.</param>
    /// <param name="turn">The hold on the data folder, given back with the host; null for a host that only reads.</param>
    /// <param name="cancellationToken">Stops the opening.</param>
    public static Task<MasterplanHost> CreateAsync(DataFolder folder, CloudLink? cloud, IDisposable? turn, CancellationToken cancellationToken) =>
        CreateAsync(folder, cloud, turn, firesSchedules: false, cancellationToken);

    /// <summary>The same for a host that stays, which starts the runs of schedules as well.</summary>
    public static Task<MasterplanHost> CreateServingAsync(DataFolder folder, CloudLink cloud, IDisposable turn, CancellationToken cancellationToken) =>
        CreateAsync(folder, cloud, turn, firesSchedules: true, cancellationToken);

    private static async Task<MasterplanHost> CreateAsync(DataFolder folder, CloudLink? cloud, IDisposable? turn, bool firesSchedules, CancellationToken cancellationToken)
    {
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        // What fails in a database is thrown, and told there; a race that was lost is no failure.
        builder.Logging.AddSimpleConsole(console => console.SingleLine = true).SetMinimumLevel(LogLevel.Error).AddFilter("Microsoft.EntityFrameworkCore", LogLevel.None)
            // A schedule that was missed, or that a run is in the way of, is news to whoever runs the host.
            .AddFilter("Masterplan.Runtime.Triggers", LogLevel.Warning);
        builder.Services.Configure<ConsoleLifetimeOptions>(lifetime => lifetime.SuppressStatusMessages = true);
        builder.Services.Configure<Microsoft.Extensions.Logging.Console.ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        var settings = StoreSettings.Read(folder);
        if (settings.Postgres is { } postgres)
            await PostgresAccess.WaitAsync(postgres, firesSchedules ? Timeout.InfiniteTimeSpan : Patience, Console.Error.WriteLine, TimeProvider.System, cancellationToken);
        builder.AddTelemetry();
        builder.Services.AddMasterplan(folder, settings, cloud, firesSchedules);
        var host = builder.Build();
        var clusters = Task.Run(() => ClusterDatabaseOpening.OpenAsync(host.Services.GetRequiredService<IDbContextFactory<ClusterDatabase>>(), folder, settings, cancellationToken), cancellationToken);
        var definitions = turn is null ? Task.CompletedTask : Task.Run(() => ProvideDefinitionsAsync(host.Services, cancellationToken), cancellationToken);
        try
        {
            await Task.WhenAll(clusters, cloud?.Endpoint ?? Task.CompletedTask);
        }
        catch
        {
            // What is being written is written whole.
            await definitions.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }

        return new(host, folder, turn, definitions);
    }

    /// <summary>Starts to work the queue.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        running = true;
        await Definitions;
        await host.StartAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (running)
            await host.StopAsync();
        if (host is IAsyncDisposable disposable)
            await disposable.DisposeAsync();
        turn?.Dispose();
    }

    private static Task ProvideDefinitionsAsync(IServiceProvider services, CancellationToken cancellationToken) => services.GetRequiredService<IWorkflowDefinitions>().ProvideAsync(
        Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "workflows"), "*.json").Order(StringComparer.Ordinal).Select(path => (path, File.ReadAllText(path))),
        cancellationToken);
}
