using Masterplan.Rehearsals.Harness;

namespace Masterplan.Rehearsals;

public sealed class TwiceIsOnceTests
{
    [Fact]
    public async Task Second_bootstrap_changes_nothing_and_a_drifted_cluster_is_mended_where_it_drifted()
    {
        await using var stage = new Stage();
        await stage.BootstrapAsync(masters: 3, workers: 2);
        await NothingChangesAsync(stage);
        await LostRuleIsAddedAsync(stage);
        await LostFileIsWrittenAsync(stage);
        await LostCertificatesAreIssuedAnewAndMastersChangedOneAfterTheOtherAsync(stage);
        await LostWorkerIsLaunchedAsync(stage);
        await stage.ShouldBeAsPlannedAsync();
        await NothingChangesAsync(stage);
    }

    private static async Task NothingChangesAsync(Stage stage)
    {
        var before = await stage.MutationsAsync();
        var again = (await stage.RunAsync("bootstrap", "demo")).ShouldSucceed();
        again.Summary["changes"].ShouldBe("0");
        again.Summary["next"].ShouldStartWith("Nothing had to change.");
        (await stage.MutationsAsync()).Count.ShouldBe(before.Count);
    }

    private static async Task LostRuleIsAddedAsync(Stage stage)
    {
        using var cloud = stage.Cloud();
        var group = (await cloud.SecurityGroups.ListAsync()).Single(one => one.Name == "demo-master");
        await cloud.SecurityGroups.DeleteRuleAsync(group.Id, (await cloud.SecurityGroups.GetAsync(group.Id)).Rules[0].Id);
        var before = await stage.MutationsAsync();
        var changes = await ChangesOfBootstrapAsync(stage);
        changes.Count.ShouldBe(1, string.Join('\n', changes));
        changes[0].ShouldContain("demo-master");
        (await stage.MutationsAsync()).Count.ShouldBe(before.Count + 1);
        await stage.ShouldBeAsPlannedAsync();
    }

    private static async Task LostFileIsWrittenAsync(Stage stage)
    {
        const string path = "/etc/kubernetes/manifests/kube-scheduler.yaml";
        await using (var node = await stage.DoorAsync("demo-master-2"))
            await node.DeleteAsync([path]);
        var before = await stage.MutationsAsync();
        var changes = await ChangesOfBootstrapAsync(stage);
        changes.ShouldContain(change => change.Contains(path, StringComparison.Ordinal), string.Join('\n', changes));
        changes.ShouldAllBe(change => change.Contains("demo-master-2", StringComparison.Ordinal));
        (await stage.MutationsAsync()).Count.ShouldBe(before.Count);
    }

    private static async Task LostCertificatesAreIssuedAnewAndMastersChangedOneAfterTheOtherAsync(Stage stage)
    {
        Directory.Delete(Path.Combine(stage.Data, "secrets/clusters/demo/certificates"), recursive: true);
        var changes = await ChangesOfBootstrapAsync(stage);
        changes.ShouldRestartThreeMastersInTurn();
        await stage.ShouldBeAsPlannedAsync();
    }

    private static async Task LostWorkerIsLaunchedAsync(Stage stage)
    {
        using var cloud = stage.Cloud();
        var lost = (await cloud.Instances.ListAsync()).Single(one => one.Name == "demo-worker-1");
        await cloud.Instances.DeleteAsync(lost.Id);
        var before = await stage.MutationsAsync();
        var changes = await ChangesOfBootstrapAsync(stage);
        changes.ShouldNotBeEmpty();
        changes.ShouldAllBe(change => change.Contains("demo-worker-1", StringComparison.Ordinal), string.Join('\n', changes));
        (await cloud.Instances.ListAsync()).Single(one => one.Name == "demo-worker-1").Id.ShouldNotBe(lost.Id);
        var after = await stage.MutationsAsync();
        after.ByKind.Where(kind => before.ByKind.GetValueOrDefault(kind.Key) != kind.Value).Select(kind => kind.Key).ShouldBe(["instance"]);
    }

    private static async Task<IReadOnlyList<string>> ChangesOfBootstrapAsync(Stage stage) =>
        await stage.ChangesAsync((await stage.RunAsync("bootstrap", "demo")).ShouldSucceed().Run);
}
