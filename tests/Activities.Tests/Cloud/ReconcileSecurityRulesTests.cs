using Masterplan.Activities.Clusters.Planning;
using Masterplan.Exoscale.SecurityGroups;
using Masterplan.Runtime.Authoring;

namespace Masterplan.Activities.Tests.Cloud;

public sealed class ReconcileSecurityRulesTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task All_missing_rules_are_begun_before_the_first_is_waited_for()
    {
        await using var host = await StartAsync();
        var planned = await PlannedAsync(host);
        await ReconcileAsync(host);
        Rules(host).ShouldBe(planned.Rules.Select(rule => rule.Description), ignoreOrder: true);
        host.Cloud.Groups.Pending.ShouldBe(Enumerable.Range(1, planned.Rules.Count));
    }

    [Theory]
    [InlineData("refused")]
    [InlineData("lost")]
    [InlineData("failure")]
    public async Task What_goes_wrong_with_one_of_them_is_made_good_and_none_is_there_twice(string fault)
    {
        await using var host = await StartAsync();
        foreach (var next in new[] { null, null, fault, null, fault })
            host.Cloud.Groups.Faults.Enqueue(next);
        await ReconcileAsync(host);
        Rules(host).ShouldBe((await PlannedAsync(host)).Rules.Select(rule => rule.Description), ignoreOrder: true);
    }

    [Fact]
    public async Task Operations_are_followed_over_a_restart_of_the_host()
    {
        await using var host = await StartAsync();
        var run = await host.RunAsync("Masterplan.ReconcileSecurityRules", ("cluster", "demo"), ("role", "worker"));
        await host.UntilSuspendedAsync(run, Token);
        await host.StopAsync();
        await host.StartAgainAsync();
        (await host.EndAsync(run)).SubStatus.ShouldBe(WorkflowSubStatus.Finished);
        host.Cloud.Groups.Pending.Count.ShouldBe((await PlannedAsync(host)).Rules.Count);
    }

    [Fact]
    public async Task Rules_that_nobody_planned_are_removed_side_by_side()
    {
        await using var host = await StartAsync();
        await ReconcileAsync(host);
        var (group, planned) = (Group(host), Rules(host));
        foreach (var port in new[] { 1, 2, 3 })
            await host.Cloud.Groups.AddRuleAsync(group.Id, new() { Protocol = RuleProtocol.Tcp, StartPort = port, EndPort = port, Network = "0.0.0.0/0" }, Token);
        host.Cloud.Groups.Pending.Clear();
        await ReconcileAsync(host);
        Rules(host).ShouldBe(planned);
        host.Cloud.Groups.Pending.Count.ShouldBe(3);
    }

    private static async Task<TestHost> StartAsync()
    {
        var host = await TestHost.StartAsync();
        await host.Registry.AcceptAsync("demo", "", Token);
        foreach (var group in (await host.Registry.PlanAsync("demo", Token)).Groups)
            host.Cloud.Groups.Add(group.Name);
        return host;
    }

    private static async Task<PlannedGroup> PlannedAsync(TestHost host) => (await host.Registry.PlanAsync("demo", Token)).Groups.Single(group => group.Role == NodeRole.Worker);

    private static SecurityGroup Group(TestHost host) => host.Cloud.Groups.All.Single(group => group.Name == "demo-worker");

    private static IReadOnlyList<string?> Rules(TestHost host) => [.. Group(host).Rules.Select(rule => rule.Description)];

    private static async Task ReconcileAsync(TestHost host)
    {
        var run = await host.RunAsync("Masterplan.ReconcileSecurityRules", ("cluster", "demo"), ("role", "worker"));
        (await host.EndAsync(run)).SubStatus.ShouldBe(WorkflowSubStatus.Finished);
    }
}
