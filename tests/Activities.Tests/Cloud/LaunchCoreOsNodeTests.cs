using System.Text;
using System.Text.Json.Nodes;
using Masterplan.Activities.Cloud;
using Masterplan.Activities.Clusters.Ledger;
using Masterplan.Exoscale.Instances;
using Masterplan.Runtime.Authoring;

namespace Masterplan.Activities.Tests.Cloud;

public sealed class LaunchCoreOsNodeTests
{
    private const string Node = "demo-worker-1";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_node_is_made_once_and_noted_in_the_ledger()
    {
        await using var host = await StartAsync();
        await LaunchAsync(host);
        await LaunchAsync(host);
        host.Cloud.Machines.Calls.ShouldBe(["create demo-worker-1"]);
        var entry = await host.Ledger.FindAsync("demo", ResourceKinds.Instance, Node, Token);
        (entry!.ResourceId, entry.Address).ShouldBe((host.Cloud.Machines.All.Single().Id.ToString(), "192.0.2.1"));
    }

    [Fact]
    public async Task The_ledger_has_a_row_before_the_cloud_is_asked()
    {
        await using var host = await StartAsync();
        LedgerEntry? before = null;
        host.Cloud.Machines.OnCreate = async _ => before = await host.Ledger.FindAsync("demo", ResourceKinds.Instance, Node, Token);
        await LaunchAsync(host);
        before.ShouldNotBeNull().IsMade.ShouldBeFalse();
    }

    [Fact]
    public async Task The_order_names_pool_labels_and_user_data()
    {
        await using var host = await StartAsync();
        NewInstance? order = null;
        host.Cloud.Machines.OnCreate = asked => Task.FromResult(order = asked);
        var run = await LaunchAsync(host);
        (order!.DiskSize, order.PublicIpAssignment).ShouldBe((100, "inet4"));
        order.Labels.ShouldBe(new Dictionary<string, string> { [Labels.Cluster] = "demo", [Labels.Role] = "worker", [Labels.Run] = run }, ignoreOrder: true);
        order.SshKeys!.Single().Name.ShouldBe("demo-masterplan");
        JsonNode.Parse(Encoding.UTF8.GetString(Convert.FromBase64String(order.UserData!)))!["ignition"]!["version"]!.GetValue<string>().ShouldBe("3.3.0");
    }

    [Fact]
    public async Task An_instance_of_the_cluster_with_the_name_is_adopted()
    {
        await using var host = await StartAsync();
        var there = host.Cloud.Machines.Add(Node, "demo");
        await LaunchAsync(host);
        host.Cloud.Machines.Calls.ShouldBeEmpty();
        (await host.Ledger.FindAsync("demo", ResourceKinds.Instance, Node, Token))!.ResourceId.ShouldBe(there.Id.ToString());
    }

    [Fact]
    public async Task An_instance_of_another_cluster_with_the_name_is_left_alone()
    {
        await using var host = await StartAsync();
        host.Cloud.Machines.Add(Node, "other");
        await LaunchAsync(host);
        host.Cloud.Machines.Calls.ShouldBe(["create demo-worker-1"]);
        host.Cloud.Machines.All.Count.ShouldBe(2);
    }

    [Fact]
    public async Task The_younger_of_two_is_removed()
    {
        await using var host = await StartAsync();
        host.Cloud.Machines.Add(Node, "demo", minutesAgo: 1);
        var older = host.Cloud.Machines.Add(Node, "demo", minutesAgo: 5);
        await LaunchAsync(host);
        host.Cloud.Machines.All.ShouldBe([older]);
        host.Cloud.Machines.Calls.ShouldBe(["delete demo-worker-1"]);
    }

    [Fact]
    public async Task One_that_shows_up_late_after_a_lost_answer_is_found_although_another_was_made()
    {
        await using var host = await StartAsync();
        host.Cloud.Machines.Faults.Enqueue("refused");
        var creations = 0;
        host.Cloud.Machines.OnCreate = _ =>
        {
            if (++creations == 2)
                host.Cloud.Machines.Add(Node, "demo", minutesAgo: 1);
            return Task.CompletedTask;
        };
        await LaunchAsync(host);
        host.Cloud.Machines.All.ShouldHaveSingleItem();
        (await host.Ledger.FindAsync("demo", ResourceKinds.Instance, Node, Token))!.ResourceId.ShouldBe(host.Cloud.Machines.All.Single().Id.ToString());
    }

    [Fact]
    public async Task After_a_lost_answer_it_looks_before_it_asks_again()
    {
        await using var host = await StartAsync();
        host.Cloud.Machines.Faults.Enqueue("lost");
        await LaunchAsync(host);
        host.Cloud.Machines.Calls.ShouldBe(["create demo-worker-1"]);
        host.Cloud.Machines.All.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task An_instance_whose_creation_failed_is_replaced()
    {
        await using var host = await StartAsync();
        host.Cloud.Machines.Faults.Enqueue("failure");
        await LaunchAsync(host);
        host.Cloud.Machines.Calls.ShouldBe(["create demo-worker-1", "delete demo-worker-1", "create demo-worker-1"]);
        host.Cloud.Machines.All.Single().State.ShouldBe(InstanceState.Running);
    }

    [Fact]
    public async Task A_stopped_instance_is_started()
    {
        await using var host = await StartAsync();
        host.Cloud.Machines.Add(Node, "demo", state: InstanceState.Stopped);
        await LaunchAsync(host);
        host.Cloud.Machines.Calls.ShouldBe(["start"]);
    }

    [Fact]
    public async Task An_operation_is_followed_over_a_restart_of_the_host()
    {
        await using var host = await StartAsync();
        var run = await host.RunAsync("Masterplan.LaunchCoreOsNode", ("cluster", "demo"), ("node", Node));
        await host.UntilSuspendedAsync(run, Token);
        await host.StopAsync();
        await host.StartAgainAsync();
        (await host.EndAsync(run)).SubStatus.ShouldBe(WorkflowSubStatus.Finished);
        host.Cloud.Machines.Calls.ShouldBe(["create demo-worker-1"]);
    }

    private static async Task<TestHost> StartAsync()
    {
        var host = await TestHost.StartAsync();
        await host.Registry.AcceptAsync("demo", "", Token);
        var plan = await host.Registry.PlanAsync("demo", Token);
        foreach (var (kind, name) in new[] { (ResourceKinds.Template, plan.TemplateName), (ResourceKinds.SecurityGroup, "demo-worker"), (ResourceKinds.AntiAffinityGroup, "demo-worker-1") })
            await host.Ledger.RecordAsync("demo", kind, name, "run", Guid.NewGuid().ToString(), cancellationToken: Token);
        return host;
    }

    private static async Task<string> LaunchAsync(TestHost host)
    {
        var run = await host.RunAsync("Masterplan.LaunchCoreOsNode", ("cluster", "demo"), ("node", Node));
        (await host.EndAsync(run)).SubStatus.ShouldBe(WorkflowSubStatus.Finished);
        return run;
    }
}
