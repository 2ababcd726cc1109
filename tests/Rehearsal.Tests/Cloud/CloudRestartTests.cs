using System.Net.Http.Json;
using Masterplan.Exoscale.Instances;
using Masterplan.Exoscale.Operations;
using Masterplan.Rehearsal.Processes;

namespace Masterplan.Rehearsal.Tests.Cloud;

public sealed class CloudRestartTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Everything_is_there_after_a_restart_and_running_machines_come_back()
    {
        await using var cloud = await TestCloud.StartAsync();
        var running = await cloud.CreateInstanceAsync("running", i => i with { UserData = TestCloud.Encode("hello") });
        var stopped = await cloud.CreateInstanceAsync("stopped");
        await cloud.DoneAsync(cloud.Api.Instances.StopAsync(stopped, Cancellation));
        var before = cloud.Description;
        var (instance, status) = (await cloud.Api.Instances.GetAsync(running, Cancellation), await StatusAsync(cloud));

        await cloud.RestartAsync();

        cloud.Machines.Calls.ShouldBe(["restore running"]);
        cloud.Machines.Machines[running].UserData.ShouldBe("hello");
        (await cloud.Api.Instances.GetAsync(running, Cancellation)).ToString().ShouldBe(instance.ToString());
        (cloud.Description.Endpoint, cloud.Description.ApiKey, cloud.Description.ApiSecret).ShouldBe((before.Endpoint, before.ApiKey, before.ApiSecret));
        var after = await StatusAsync(cloud);
        after.Mutations.Count.ShouldBe(status.Mutations.Count);
        after.Latencies.ShouldBe(status.Latencies);
    }

    [Fact]
    public async Task Operations_under_way_go_on_after_a_restart()
    {
        await using var cloud = await TestCloud.StartAsync(speed: 20);
        var operation = await cloud.Api.Instances.CreateAsync(await cloud.NewInstanceAsync(), Cancellation);

        await cloud.RestartAsync();
        (await cloud.Api.Operations.GetAsync(operation.Id, Cancellation)).State.ShouldBe(OperationState.Pending);
        await cloud.WaitAsync(operation);

        (await cloud.Api.Instances.GetAsync(operation.ReferenceId, Cancellation)).State.ShouldBe(InstanceState.Running);
        cloud.Machines.Calls.ShouldBe(["create demo-master-1"]);
    }

    [Fact]
    public async Task A_journal_that_is_not_readable_is_not_touched_and_named()
    {
        var folder = Directory.CreateTempSubdirectory("masterplan-test-");
        var options = new RehearsalOptions { DataFolder = folder.FullName };
        Directory.CreateDirectory(options.Folder);
        var journal = Path.Combine(options.Folder, "cloud.jsonl");
        await File.WriteAllTextAsync(journal, "[]\nnonsense\n", Cancellation);

        var error = await RunningRehearsal.StartAsync(options, new TestModule(new TestMachines()), Cancellation).ShouldThrowAsync<InvalidOperationException>();

        error.Message.ShouldStartWith($"Line 2 of '{journal}' is not readable");
        (await File.ReadAllTextAsync(journal, Cancellation)).ShouldBe("[]\nnonsense\n");
        folder.Delete(recursive: true);
    }

    private static async Task<RehearsalStatus> StatusAsync(TestCloud cloud)
    {
        using var http = new HttpClient { BaseAddress = cloud.Description.BaseAddress };
        return (await http.GetFromJsonAsync<RehearsalStatus>("rehearsal/status", Cancellation))!;
    }
}
