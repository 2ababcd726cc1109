using Masterplan.Rehearsals.Harness;

namespace Masterplan.Rehearsals;

/// <summary>Another machine takes the place of a master: of one that serves, of one that is lost, and through kills.</summary>
public sealed class MasterReplaceTests
{
    private const string ConfigMap = "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: greeting, namespace: default }\ndata: { text: hello }\n";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_master_that_serves_is_replaced_though_the_host_is_killed_and_nothing_in_etcd_is_lost()
    {
        await using var stage = new Stage();
        await stage.BootstrapAsync(masters: 3, workers: 1);
        (await stage.KubectlAsync("apply", "-f", stage.Write(ConfigMap))).ShouldSucceed();
        (await stage.RunAsync("master-replace", "demo", "demo-worker-1")).ShouldExitWith(2).Errors.ShouldContain("'demo-worker-1' is no master of it; they are demo-master-1, demo-master-2, demo-master-3.");
        var before = await InstanceAsync(stage, "demo-master-1");
        var interruptions = new Interruptions(stage);
        var ended = (await interruptions.AtCheckpointsAsync(["master-replace", "demo", "demo-master-1"], kill => 5 + (kill * 3))).ShouldSucceed();
        interruptions.Kills.ShouldBeGreaterThan(2);
        (await InstanceAsync(stage, "demo-master-1")).ShouldNotBe(before);
        await stage.ShouldHaveRunEachStepOnceAsync(ended.Run, interruptions.Told);
        await stage.ShouldHaveAllMembersAsync();
        await stage.ShouldBeAsPlannedAsync();
        (await stage.KubectlAsync("get", "configmap", "greeting", "-o", "jsonpath={.data.text}")).ShouldSucceed().Output.ShouldBe("hello");
        (await stage.RunAsync("bootstrap", "demo")).ShouldSucceed().Summary["changes"].ShouldBe("0");
    }

    [Fact]
    public async Task Two_of_five_masters_that_are_lost_at_once_are_replaced_by_a_bootstrap()
    {
        string[] lost = ["demo-master-1", "demo-master-4"];
        await using var stage = new Stage();
        await stage.BootstrapAsync(masters: 5, workers: 1);
        (await stage.KubectlAsync("apply", "-f", stage.Write(ConfigMap))).ShouldSucceed();
        using (var cloud = stage.Cloud())
        {
            foreach (var instance in (await cloud.Instances.ListAsync()).Where(one => lost.Contains(one.Name)))
                await cloud.Instances.DeleteAsync(instance.Id);
        }

        var changes = await stage.ChangesAsync((await stage.RunAsync("bootstrap", "demo")).ShouldSucceed().Run);
        foreach (var (master, etcd) in lost.SelectMany(master => new[] { (master, "infra-etcd"), (master, "kubernetes-etcd") }))
        {
            changes.Count(change => change.Contains($"Removing member '{master}'", StringComparison.Ordinal) && change.Contains($"from {etcd}", StringComparison.Ordinal)).ShouldBe(1, string.Join('\n', changes));
            changes.Count(change => change.Contains($"Adding member '{master}'", StringComparison.Ordinal) && change.Contains($"to {etcd}", StringComparison.Ordinal)).ShouldBe(1, string.Join('\n', changes));
        }

        await stage.ShouldHaveAllMembersAsync();
        await stage.ShouldBeAsPlannedAsync();
        (await stage.KubectlAsync("get", "configmap", "greeting", "-o", "jsonpath={.data.text}")).ShouldSucceed().Output.ShouldBe("hello");
        (await stage.RunAsync("bootstrap", "demo")).ShouldSucceed().Summary["changes"].ShouldBe("0");
    }

    [Fact]
    public async Task While_another_member_is_away_no_master_is_taken_away()
    {
        await using var stage = new Stage();
        await stage.BootstrapAsync(masters: 3, workers: 1);
        await using (var other = await stage.DoorAsync("demo-master-3"))
            (await other.RunAsync(new("systemctl", "stop", "infra-etcd.service"), Token)).Succeeded.ShouldBeTrue();
        var before = await InstanceAsync(stage, "demo-master-2");
        var ended = (await stage.RunAsync("master-replace", "demo", "demo-master-2")).ShouldExitWith(3);
        ended.Incidents.Single().ShouldContain("'demo-master-3' does not answer");
        (await stage.RunAsync("master-replace", "demo", "demo-master-1")).ShouldExitWith(13);
        (await InstanceAsync(stage, "demo-master-2")).ShouldBe(before);
        (await stage.RunAsync("runs", "cancel", ended.Run)).ShouldExitWith(14);
        (await stage.RunAsync("bootstrap", "demo")).ShouldSucceed();
        (await stage.RunAsync("master-replace", "demo", "demo-master-2")).ShouldSucceed();
        await stage.ShouldHaveAllMembersAsync();
        await stage.ShouldBeAsPlannedAsync();
    }

    private static async Task<Guid> InstanceAsync(Stage stage, string name)
    {
        using var cloud = stage.Cloud();
        return (await cloud.Instances.ListAsync()).Single(one => one.Name == name).Id;
    }
}
