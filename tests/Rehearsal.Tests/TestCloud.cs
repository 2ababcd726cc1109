using System.Text;
using Masterplan.Exoscale;
using Masterplan.Exoscale.Instances;
using Masterplan.Exoscale.Operations;
using Masterplan.Rehearsal.Processes;

namespace Masterplan.Rehearsal.Tests;

/// <summary>A rehearsal in this process, on a data folder of its own, with the real client.</summary>
internal sealed class TestCloud : IAsyncDisposable
{
    private readonly DirectoryInfo data = Directory.CreateTempSubdirectory("masterplan-test-");
    private RunningRehearsal? rehearsal;
    private ExoscaleApi? api;

    public double Speed { get; init; } = 1000;

    public IReadOnlyList<string> Faults { get; init; } = [];

    public int Seed { get; init; } = 1;

    public TestMachines Machines { get; private set; } = new();

    public ExoscaleApi Api => api!;

    public string DataFolder => data.FullName;

    public RehearsalDescription Description => rehearsal!.Description;

    public static async Task<TestCloud> StartAsync(double speed = 1000, int seed = 1, params string[] faults)
    {
        var cloud = new TestCloud { Speed = speed, Faults = faults, Seed = seed };
        await cloud.StartAsync();
        return cloud;
    }

    public static string Encode(string userData) => Convert.ToBase64String(Encoding.UTF8.GetBytes(userData));

    public ExoscaleApi Client(Func<ExoscaleOptions, ExoscaleOptions>? change = null)
    {
        var options = new ExoscaleOptions
        {
            Zone = "ch-gva-2",
            Endpoint = new(Description.Endpoint),
            ApiKey = Description.ApiKey,
            ApiSecret = Description.ApiSecret,
            Speed = Speed,
        };
        return new(change?.Invoke(options) ?? options);
    }

    public async Task RestartAsync()
    {
        await StopAsync();
        Machines = new();
        await StartAsync();
    }

    public async Task<Guid> DoneAsync(Task<Operation> call)
    {
        var operation = await call;
        await WaitAsync(operation);
        return operation.Reference?.Id ?? default;
    }

    public Task<Operation> WaitAsync(Operation operation) =>
        new OperationWaiter(Api.Operations, TimeProvider.System, Speed).WaitAsync(operation, "The operation", TimeSpan.FromHours(2), TestContext.Current.CancellationToken);

    public async Task<NewInstance> NewInstanceAsync(string name = "demo-master-1")
    {
        var template = (await Api.Templates.ListAsync(cancellationToken: TestContext.Current.CancellationToken))[0];
        var type = (await Api.InstanceTypes.ListAsync(TestContext.Current.CancellationToken)).Single(t => t.Name == "standard.medium");
        return new() { Name = name, InstanceType = new(type.Id), Template = new(template.Id), DiskSize = 50 };
    }

    public async Task<Guid> CreateInstanceAsync(string name = "demo-master-1", Func<NewInstance, NewInstance>? change = null)
    {
        var instance = await NewInstanceAsync(name);
        return await DoneAsync(Api.Instances.CreateAsync(change?.Invoke(instance) ?? instance, TestContext.Current.CancellationToken));
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        data.Delete(recursive: true);
    }

    private async Task StartAsync()
    {
        var options = new RehearsalOptions { DataFolder = DataFolder, Speed = Speed, Faults = Faults, Seed = Seed };
        rehearsal = await RunningRehearsal.StartAsync(options, new TestModule(Machines), TestContext.Current.CancellationToken);
        api = Client();
    }

    private async Task StopAsync()
    {
        api?.Dispose();
        if (rehearsal is not null)
            await rehearsal.DisposeAsync();
    }
}
