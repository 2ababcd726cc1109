using System.Text.Json.Nodes;
using Masterplan.Runtime.Activities;
using Masterplan.Runtime.Definitions;
using Masterplan.Runtime.Hosting;
using Masterplan.Runtime.Runs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Masterplan.Runtime.Tests;

/// <summary>A runtime on a folder of its own, that can be stopped and started again.</summary>
public sealed class TestRuntime : IAsyncDisposable, IStandardOutStreamProvider
{
    private readonly StringWriter _output = new();
    private readonly bool _ownsFolder;
    private ServiceProvider _services = null!;

    private TestRuntime(string? folder)
    {
        _ownsFolder = folder is null;
        Folder = folder ?? Directory.CreateTempSubdirectory("runtime-").FullName;
    }

    public string Folder { get; }

    public string DatabasePath => Path.Combine(Folder, "runs.db");

    public IServiceProvider Services => _services;

    public IWorkflowRuntime Runtime => _services.GetRequiredService<IWorkflowRuntime>();

    public IWorkflowDefinitions Definitions => _services.GetRequiredService<IWorkflowDefinitions>();

    public IWorkflowInstances Instances => _services.GetRequiredService<IWorkflowInstances>();

    public string Written => _output.ToString();

    public string[] Lines => Written.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);

    public static async Task<TestRuntime> StartAsync(
        TimeProvider? time = null, string? folder = null, Action<IServiceCollection>? configure = null, Func<RuntimeOptions, RuntimeOptions>? options = null, bool works = true)
    {
        var runtime = new TestRuntime(folder);
        var services = new ServiceCollection();
        if (time is not null)
            services.AddSingleton(time);
        services.AddSingleton<IStandardOutStreamProvider>(runtime);
        configure?.Invoke(services);
        var defaults = TestStore.Options(runtime.Folder) with { MaxConcurrency = 16 };
        services.AddWorkflowRuntime(options?.Invoke(defaults) ?? defaults).AddActivities(typeof(TestRuntime).Assembly);
        runtime._services = services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
        if (works)
            foreach (var hosted in runtime._services.GetServices<IHostedService>())
                await hosted.StartAsync(TestContext.Current.CancellationToken);
        return runtime;
    }

    public TextWriter GetTextWriter() => TextWriter.Synchronized(_output);

    /// <summary>Publishes the definition, starts it and waits until it ends or cannot go on.</summary>
    public async Task<WorkflowInstance> RunAsync(JsonObject definition, Dictionary<string, object?>? input = null)
    {
        var id = await StartRunAsync(definition, input);
        return await WaitAsync(id);
    }

    public async Task<string> StartRunAsync(JsonObject definition, Dictionary<string, object?>? input = null)
    {
        var published = await Definitions.ImportAsync(definition.ToJsonString(), TestContext.Current.CancellationToken);
        return await Runtime.StartAsync(new StartRequest(published.DefinitionId) { Input = input ?? [] }, TestContext.Current.CancellationToken);
    }

    public async Task<WorkflowInstance> WaitAsync(string id)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(30));
        await Runtime.WaitAsync(id, limit.Token);
        return await Instances.GetAsync(id, TestContext.Current.CancellationToken);
    }

    /// <summary>Waits until the condition holds, asked again after each event of the runtime.</summary>
    public async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var events = Services.GetRequiredService<IRunEvents>().Subscribe();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(30));
        if (await condition())
            return;
        await foreach (var _ in events.ReadAllAsync(limit.Token))
            if (await condition())
                return;
    }

    /// <summary>Waits until the instance waits for something.</summary>
    public Task UntilSuspendedAsync(string id) => UntilAsync(async () =>
        (await Instances.GetAsync(id, TestContext.Current.CancellationToken)).SubStatus is not (Masterplan.Runtime.Authoring.WorkflowSubStatus.Pending or Masterplan.Runtime.Authoring.WorkflowSubStatus.Executing));

    /// <summary>Waits until this host has the instance no more.</summary>
    public async Task IdleAsync(string id)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(30));
        while (Services.GetRequiredService<Masterplan.Runtime.Execution.RunQueue>().Contains(id))
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, limit.Token);
    }

    public async Task StopAsync()
    {
        foreach (var hosted in _services.GetServices<IHostedService>())
            await hosted.StopAsync(CancellationToken.None);
        await _services.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Npgsql.NpgsqlConnection.ClearAllPools();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        if (_ownsFolder)
            Directory.Delete(Folder, recursive: true);
    }
}
