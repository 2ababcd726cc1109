using Masterplan.Activities.Clusters;
using Masterplan.Activities.Clusters.Spec;
using Masterplan.Activities.Nodes.Artifacts;
using Microsoft.Extensions.DependencyInjection;

namespace Masterplan.Activities.Tests.Clusters;

public sealed class ClusterRegistryTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_cluster_keeps_its_version_when_its_spec_changes()
    {
        await using var host = await TestHost.StartAsync();
        await host.Registry.AcceptAsync("demo", "", Token);
        await host.Registry.SetVersionAsync("demo", new(1, 37, 1), Token);
        await host.Registry.AcceptAsync("demo", "workers: {count: 5}", Token);
        (await host.Registry.FindAsync("demo", Token))!.Version.ShouldBe("v1.37.1");
        (await host.Registry.PlanAsync("demo", Token)).Workers.Count.ShouldBe(5);
    }

    [Fact]
    public async Task An_unknown_cluster_is_refused_by_name()
    {
        await using var host = await TestHost.StartAsync();
        (await Should.ThrowAsync<ConfigurationException>(host.Registry.PlanAsync("nope", Token))).Message.ShouldBe("Cluster 'nope': No such cluster is known here. `masterplan status` lists those that are.");
    }

    [Theory]
    [InlineData(3, true, "{}")]
    [InlineData(3, false, null)]
    [InlineData(1, true, null)]
    public async Task Of_a_master_that_was_in_service_beside_others_it_stays_known_that_the_next_has_its_place_to_take(int masters, bool isConfigured, string? joins)
    {
        await using var host = await TestHost.StartAsync();
        await host.Registry.AcceptAsync("demo", $"masters: {{ count: {masters} }}", Token);
        var plan = await host.Registry.PlanAsync("demo", Token);
        await host.Registry.RememberAsync("demo", "demo-master-1", row => (row.HostKey, row.ConfiguredAt) = ("key", isConfigured ? host.Clock.GetUtcNow() : null), Token);
        foreach (var forget in new[] { host.Registry.ForgetNodeAsync, host.Registry.ForgetMachineAsync })
        {
            await forget(plan, plan.Node("demo-master-1"), Token);
            var row = await host.Registry.NodeAsync("demo", "demo-master-1", Token);
            (row.HostKey, row.ConfiguredAt, row.EtcdJoins).ShouldBe((null, null, joins));
        }

        await host.Registry.BeginEtcdAnewAsync("demo", Token);
        (await host.Registry.NodeAsync("demo", "demo-master-1", Token)).EtcdJoins.ShouldBeNull();
    }

    [Fact]
    public async Task A_node_is_remembered_until_it_or_its_cluster_is_forgotten()
    {
        await using var host = await TestHost.StartAsync();
        await host.Registry.AcceptAsync("demo", "", Token);
        var plan = await host.Registry.PlanAsync("demo", Token);
        await host.Registry.RememberAsync("demo", "demo-worker-1", row => row.HostKey = "key", Token);
        (await host.Registry.NodeAsync("demo", "demo-worker-1", Token)).HostKey.ShouldBe("key");
        await host.Registry.ForgetNodeAsync(plan, plan.Node("demo-worker-1"), Token);
        (await host.Registry.NodesAsync("demo", Token)).ShouldBeEmpty();
        await host.Registry.RememberAsync("demo", "demo-worker-1", row => row.HostKey = "key", Token);
        await host.Registry.ForgetAsync("demo", Token);
        (await host.Registry.ListAsync(Token)).ShouldBeEmpty();
        (await host.Registry.NodesAsync("demo", Token)).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_artifact_is_asked_for_once_and_pinned_unless_the_spec_pins_it()
    {
        await using var host = await TestHost.StartAsync();
        var pins = host.Services.GetRequiredService<ArtifactPins>();
        var source = (Nodes.Artifacts.FakeArtifacts)host.Services.GetRequiredService<IArtifactSource>();
        var plan = TestPlans.Plan($"artifacts: {{checksums: {{'https://x/y': {new string('A', 128)}}}}}");
        (await pins.ResolveAsync(plan, "https://x/y", Token)).ShouldBe(new string('a', 128));
        var first = await pins.ResolveAsync(plan, new KubernetesVersion(1, 36, 5), Token);
        (await pins.ResolveAsync(plan, new KubernetesVersion(1, 36, 5), Token)).ShouldBe(first);
        (await pins.ImageMd5Async(plan, Token)).ShouldBe(new string('a', 32));
        source.Asked.Count.ShouldBe(first.Count + 1);
    }
}
