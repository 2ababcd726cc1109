using System.Text.Json.Nodes;
using Masterplan.Runtime.Definitions;
using Masterplan.Runtime.Hosting;
using Masterplan.Runtime.Runs;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Masterplan.Bench.Runtime;

/// <summary>The runtime as the host has it, on a database in a folder of its own on the disk.</summary>
internal sealed class BenchRuntime : IAsyncDisposable
{
    private readonly string folder;
    private readonly ServiceProvider services;

    private BenchRuntime(string folder)
    {
        this.folder = folder;
        services = new ServiceCollection().AddWorkflowRuntime(new RuntimeOptions { DatabasePath = Path.Combine(folder, "runs.db") }).BuildServiceProvider();
    }

    public IWorkflowRuntime Runs => services.GetRequiredService<IWorkflowRuntime>();

    public IRunEvents Happenings => services.GetRequiredService<IRunEvents>();

    public IWorkflowInstances Instances => services.GetRequiredService<IWorkflowInstances>();

    /// <param name="parent">Below which folder; beside the program, as the usual temporary folder may be memory.</param>
    public static async Task<BenchRuntime> StartAsync(string parent)
    {
        var runtime = new BenchRuntime(Directory.CreateDirectory(Path.Combine(parent, $"masterplan-bench-{Guid.NewGuid():n}")).FullName);
        foreach (var hosted in runtime.services.GetServices<IHostedService>())
            await hosted.StartAsync(CancellationToken.None);
        return runtime;
    }

    public Task PublishAsync(JsonObject definition) => services.GetRequiredService<IWorkflowDefinitions>().ImportAsync(definition.ToJsonString());

    /// <summary>Starts so many instances at once.</summary>
    public Task<string[]> StartAsync(string definition, int instances) =>
        Task.WhenAll(Enumerable.Range(0, instances).Select(_ => Runs.StartAsync(new StartRequest(definition))));

    public Task WaitAsync(IEnumerable<string> runs) => Task.WhenAll(runs.Select(run => Runs.WaitAsync(run)));

    public async ValueTask DisposeAsync()
    {
        foreach (var hosted in services.GetServices<IHostedService>())
            await hosted.StopAsync(CancellationToken.None);
        await services.DisposeAsync();
        SqliteConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);
    }
}
