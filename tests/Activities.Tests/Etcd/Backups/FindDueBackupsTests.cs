using System.Text.Json.Nodes;
using Masterplan.Activities.Etcd.Backups;
using Masterplan.Runtime.Authoring;
using Microsoft.Extensions.DependencyInjection;

namespace Masterplan.Activities.Tests.Etcd.Backups;

public sealed class FindDueBackupsTests
{
    private const string One = """["demo"]""";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("", null, true)]
    [InlineData("", 23.9, false)]
    [InlineData("", 24.0, true)]
    [InlineData("", -0.05, false)]
    [InlineData("", -10.0, true)]
    [InlineData("backup: { everyHours: 2 }", 2.5, true)]
    [InlineData("backup: { everyHours: 0 }", null, false)]
    public async Task A_backup_is_due_when_the_last_is_older_than_the_spec_allows_or_dated_by_a_clock_that_was_wrong(string spec, double? age, bool isDue)
    {
        await using var host = await StartAsync(spec);
        if (age is { } hours)
            await TakeAsync(host, hours, isBeforeRestore: false);
        (await FoundAsync(host)).ShouldBe(isDue ? One : "[]");
    }

    [Fact]
    public async Task What_a_restore_replaced_is_no_backup_of_what_is_there()
    {
        await using var host = await StartAsync();
        await TakeAsync(host, 1, isBeforeRestore: true);
        (await FoundAsync(host)).ShouldBe(One);
    }

    [Fact]
    public async Task A_cluster_that_is_being_built_or_has_a_run_under_way_is_left_to_the_next_look()
    {
        await using var host = await StartAsync();
        await host.Registry.RememberAsync("demo", "demo-master-2", row => row.ConfiguredAt = null, Token);
        (await FoundAsync(host)).ShouldBe("[]");
        await host.Registry.RememberAsync("demo", "demo-master-2", row => row.ConfiguredAt = host.Clock.GetUtcNow(), Token);
        host.Runs.UnderWay.Add("demo");
        (await FoundAsync(host)).ShouldBe("[]");
    }

    private static async Task<TestHost> StartAsync(string spec = "")
    {
        var host = await TestHost.StartAsync();
        await host.Registry.AcceptAsync("demo", spec, Token);
        foreach (var master in (await host.Registry.PlanAsync("demo", Token)).Masters)
            await host.Registry.RememberAsync("demo", master.Name, row => row.ConfiguredAt = host.Clock.GetUtcNow(), Token);
        return host;
    }

    private static async Task TakeAsync(TestHost host, double hoursAgo, bool isBeforeRestore)
    {
        var backups = host.Services.GetRequiredService<EtcdBackups>();
        await backups.CompleteAsync("demo", await backups.BeginAsync("demo", "run", "v1.36.5", isBeforeRestore, Token), [], Token);
        host.Clock.AdjustTime(host.Clock.GetUtcNow().AddHours(hoursAgo));
    }

    private static async Task<string> FoundAsync(TestHost host)
    {
        var run = await host.RunAsync("Masterplan.FindDueBackups");
        (await host.EndAsync(run)).SubStatus.ShouldBe(WorkflowSubStatus.Finished);
        return JsonNode.Parse((await host.Instances.ExecutionsAsync(run, cancellationToken: Token)).Single(step => step.ActivityId == "Step").Outputs!)!["Clusters"]!.ToJsonString();
    }
}
