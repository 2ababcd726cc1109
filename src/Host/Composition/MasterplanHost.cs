using Masterplan.Activities.Clusters.Storage;
using Masterplan.Runtime.Definitions;
using Microsoft.EntityFrameworkCore;

namespace Masterplan.Host.Composition;

/// <summary>The composed host of one process: its services, and the queue once it is started.</summary>
internal sealed class MasterplanHost : IAsyncDisposable
{
    private readonly IHost host;
    private readonly IDisposable? turn;
    private bool running;

    private MasterplanHost(IHost host, DataFolder folder, IDisposable? turn) => (this.host, Folder, this.turn) = (host, folder, turn);

    public DataFolder Folder { get; }

    public IServiceProvider Services => host.Services;

    /// <summary>Composes the host and opens its databases.</summary>
    /// <param name="folder">The data folder.</param>
    /// <param name="cloud">The cloud; null for a host that only reads.</param>
    /// <param name="turn">The hold on the data folder, given back with the host; null for a host that only reads.</param>
    /// <param name="cancellationToken">Stops the opening.</param>
    public static async Task<MasterplanHost> CreateAsync(DataFolder folder, CloudEndpoint? cloud, IDisposable? turn, CancellationToken cancellationToken)
    {
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Logging.AddSimpleConsole(console => console.SingleLine = true).SetMinimumLevel(LogLevel.Error);
        builder.Services.Configure<ConsoleLifetimeOptions>(lifetime => lifetime.SuppressStatusMessages = true);
        builder.Services.Configure<Microsoft.Extensions.Logging.Console.ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.Services.AddMasterplan(folder, cloud);
        var host = builder.Build();
        await ClusterDatabaseOpening.OpenAsync(host.Services.GetRequiredService<IDbContextFactory<ClusterDatabase>>(), folder.ClusterDatabase, cancellationToken);
        return new(host, folder, turn);
    }

    /// <summary>Publishes the definitions that came with the program, each once: what a person changed since stays published.</summary>
    public async Task ImportDefinitionsAsync(CancellationToken cancellationToken)
    {
        var definitions = Services.GetRequiredService<IWorkflowDefinitions>();
        foreach (var file in Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "workflows"), "*.json").Order(StringComparer.Ordinal))
            await definitions.ImportOnceAsync(await File.ReadAllTextAsync(file, cancellationToken), cancellationToken);
    }

    /// <summary>Starts to work the queue.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        running = true;
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
}
