using Masterplan.Runtime.Authoring;
using static Masterplan.Runtime.Tests.Flow;

namespace Masterplan.Runtime.Tests.Execution;

public sealed class StorageDriverTests
{
    [Theory]
    [InlineData(null, "set")]
    [InlineData("WorkflowInstanceStorageDriver", "set")]
    [InlineData("Elsa.Workflows.WorkflowInstanceStorageDriver, Elsa.Workflows.Core", "set")]
    [InlineData("Elsa.Workflows.Services.WorkflowStorageDriver, Elsa.Workflows.Core", "set")]
    [InlineData("MemoryStorageDriver", "default")]
    [InlineData("Elsa.Workflows.MemoryStorageDriver, Elsa.Workflows.Core", "default")]
    public async Task Driver_says_whether_a_value_outlives_a_wait(string? driver, string expected)
    {
        await using var runtime = await TestRuntime.StartAsync();
        var definition = Definition(
            "stores", Sequence(Set("S", "x", "'set'"), WriteJs("Before", "getX()"), Event("E", "Go"), WriteJs("After", "getX()")), variables: ["x=default"]);
        definition["variables"]![0]!["storageDriverTypeName"] = driver;
        var run = await runtime.StartRunAsync(definition);
        await runtime.UntilSuspendedAsync(run);
        var state = await runtime.Instances.GetAsync(run, TestContext.Current.CancellationToken);
        state.Variables.ContainsKey("v-x").ShouldBe(expected == "set", "what is kept in memory only is not in the store");
        await runtime.Runtime.PublishEventAsync("Go", cancellationToken: TestContext.Current.CancellationToken);
        (await runtime.WaitAsync(run)).SubStatus.ShouldBe(WorkflowSubStatus.Finished);
        runtime.Lines.ShouldBe(["set", expected]);
    }
}
