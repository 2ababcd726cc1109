using Masterplan.Runtime.Definitions;
using Masterplan.Runtime.Hosting;
using Masterplan.Runtime.Runs;
using Masterplan.Runtime.Tests.Execution;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Masterplan.Runtime.Tests;

/// <summary>The test program as a process to kill: with this variable set it works the database of a folder instead of running tests.</summary>
internal static class Worker
{
    public const string FolderVariable = "RUNTIME_TESTS_WORKER_FOLDER";

    /// <summary>Starts the run that the folder describes, or goes on with it, and says what is committed.</summary>
    public static async Task WorkAsync(string folder)
    {
        var effects = new FileStream(Path.Combine(folder, "effects"), FileMode.Append, FileAccess.Write, FileShare.ReadWrite, 1, FileOptions.WriteThrough);
        var probes = new Probes
        {
            Does = (id, value, context) =>
            {
                lock (effects)
                    effects.Write(System.Text.Encoding.UTF8.GetBytes($"{context.WorkflowExecutionContext.DefinitionId}/{id}/{value}\n"));
                return Task.FromResult(value);
            },
        };
        var services = new ServiceCollection();
        services.AddSingleton(probes).AddSingleton<IRunAnnouncer>(new Herald("main"));
        services.AddWorkflowRuntime(TestStore.Options(folder)).AddActivities(typeof(Worker).Assembly);
        await using var provider = services.BuildServiceProvider();
        using var events = provider.GetRequiredService<IRunEvents>().Subscribe();
        foreach (var hosted in provider.GetServices<IHostedService>())
            await hosted.StartAsync(CancellationToken.None);
        var telling = TellAsync(events);
        var definitions = provider.GetRequiredService<IWorkflowDefinitions>();
        foreach (var file in Directory.GetFiles(folder, "*.json").Order())
            await definitions.ImportAsync(await File.ReadAllTextAsync(file));
        var runtime = provider.GetRequiredService<IWorkflowRuntime>();
        var id = await runtime.StartAsync(new StartRequest("main") { IdempotencyKey = "the-run" });
        var ended = await runtime.WaitAsync(id);
        Console.WriteLine($"ended {ended.SubStatus}");
        GC.KeepAlive(telling);
    }

    private static async Task TellAsync(IRunEventSubscription events)
    {
        await foreach (var happened in events.ReadAllAsync())
            if (happened.EventName is "Completed" or "Suspended" or "Resumed")
                Console.WriteLine($"committed {happened.DefinitionId}/{happened.ActivityId} {happened.EventName}");
    }
}
