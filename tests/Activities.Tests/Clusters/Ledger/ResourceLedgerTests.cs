using Masterplan.Activities.Clusters.Ledger;

namespace Masterplan.Activities.Tests.Clusters.Ledger;

public sealed class ResourceLedgerTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_plan_becomes_a_resource_and_is_forgotten_when_it_is_gone()
    {
        await using var host = await TestHost.StartAsync();
        await host.Ledger.PlanAsync("demo", ResourceKinds.Instance, "n", "run-1", "Launch", Token);
        await host.Ledger.PlanAsync("demo", ResourceKinds.Instance, "n", "run-2", "Launch", Token);
        (await host.Ledger.ListAsync("demo", Token)).ShouldBe([new(ResourceKinds.Instance, "n", null, null, "run-1")]);
        await host.Ledger.RecordAsync("demo", ResourceKinds.Instance, "n", "run-2", "id", cancellationToken: Token);
        await host.Ledger.RecordAsync("demo", ResourceKinds.Instance, "n", "run-2", "id", "192.0.2.1", Token);
        await host.Ledger.RecordAsync("demo", ResourceKinds.Instance, "n", "run-2", "id", cancellationToken: Token);
        (await host.Ledger.FindAsync("demo", ResourceKinds.Instance, "n", Token)).ShouldBe(new(ResourceKinds.Instance, "n", "id", "192.0.2.1", "run-1"));
        await host.Ledger.RemoveAsync("demo", ResourceKinds.Instance, "n", Token);
        (await host.Ledger.ListAsync("demo", Token)).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_was_found_without_a_plan_is_adopted()
    {
        await using var host = await TestHost.StartAsync();
        await host.Ledger.RecordAsync("demo", ResourceKinds.Template, "t", "run", "id", cancellationToken: Token);
        (await host.Ledger.FindAsync("demo", ResourceKinds.Template, "t", Token))!.IsMade.ShouldBeTrue();
    }

    [Fact]
    public async Task A_resource_is_shared_when_another_cluster_names_it_too()
    {
        await using var host = await TestHost.StartAsync();
        await host.Ledger.RecordAsync("demo", ResourceKinds.Template, "t", "run", "id", cancellationToken: Token);
        (await host.Ledger.IsSharedAsync("demo", "id", Token)).ShouldBeFalse();
        await host.Ledger.RecordAsync("other", ResourceKinds.Template, "t", "run", "id", cancellationToken: Token);
        (await host.Ledger.IsSharedAsync("demo", "id", Token)).ShouldBeTrue();
    }
}
