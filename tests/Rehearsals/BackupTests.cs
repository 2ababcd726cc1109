using Masterplan.Activities.Etcd.Backups;
using Masterplan.Rehearsals.Harness;
using Masterplan.Runtime.Authoring;

namespace Masterplan.Rehearsals;

/// <summary>What a cluster stores is backed up, and put back: onto masters that serve, onto new ones for all that are lost, and through kills.</summary>
public sealed class BackupTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_was_stored_is_put_back_though_the_host_is_killed_and_the_rest_is_taken_along()
    {
        await using var stage = new Stage();
        await stage.BootstrapAsync(masters: 3, workers: 1);
        (await stage.RunAsync("restore", "demo")).ShouldExitWith(2).Errors.ShouldContain("It has none yet; `masterplan backup demo` takes one.");
        await ApplyAsync(stage, "kept", "as it was");
        (await stage.RunAsync("backup", "demo")).ShouldSucceed().Summary["changes"].ShouldBe("0");
        var taken = (await BackupsAsync(stage)).ShouldHaveSingleItem();
        (await stage.RunAsync("restore", "demo", "--backup", "20001231-000000-0000")).ShouldExitWith(2).Errors.ShouldContain("It has none that is called '20001231-000000-0000'");
        await ApplyAsync(stage, "kept", "changed");
        await ApplyAsync(stage, "later", "lost");

        var interruptions = new Interruptions(stage);
        var ended = (await interruptions.AtCheckpointsAsync(["restore", "demo"], kill => 5 + (kill * 4))).ShouldSucceed();
        interruptions.Kills.ShouldBeGreaterThan(3);
        await stage.ShouldHaveRunEachStepOnceAsync(ended.Run, interruptions.Told);
        (await TextAsync(stage, "kept")).ShouldBe("as it was");
        (await stage.KubectlAsync("get", "configmap", "later")).ShouldExitWith(1);
        await ShouldBeWholeAsync(stage);

        // The newest is the one that was taken by hand; what the restore replaced is there as well, and can be put back.
        var both = await BackupsAsync(stage);
        both.Where(backup => !backup.IsBeforeRestore).Select(backup => backup.Id).ShouldBe([taken.Id]);
        (await stage.RunAsync("restore", "demo", "--backup", both[0].Id)).ShouldSucceed();
        (await TextAsync(stage, "kept")).ShouldBe("changed");
        (await TextAsync(stage, "later")).ShouldBe("lost");
        (await stage.RunAsync("restore", "demo")).ShouldSucceed();
        (await TextAsync(stage, "kept")).ShouldBe("as it was");
        await ShouldBeWholeAsync(stage);
    }

    [Fact]
    public async Task A_cluster_that_lost_all_masters_and_a_worker_comes_back_with_the_workers_that_it_shall_have_now()
    {
        await using var stage = new Stage();
        await stage.BootstrapAsync(masters: 3, workers: 3);
        await ApplyAsync(stage, "kept", "as it was");
        (await stage.RunAsync("backup", "demo")).ShouldSucceed();
        (await stage.RunAsync("worker-remove", "demo", "--workers", "2")).ShouldSucceed();
        using (var cloud = stage.Cloud())
        {
            foreach (var instance in (await cloud.Instances.ListAsync()).Where(one => one.Name != "demo-worker-1"))
                await cloud.Instances.DeleteAsync(instance.Id);
        }

        (await stage.RunAsync("restore", "demo")).ShouldSucceed();
        (await TextAsync(stage, "kept")).ShouldBe("as it was");
        (await stage.KubectlAsync("get", "nodes", "-o", "jsonpath={.items[*].metadata.name}")).ShouldSucceed().Output.ShouldBe("demo-master-1 demo-master-2 demo-master-3 demo-worker-1 demo-worker-2");
        await ShouldBeWholeAsync(stage);
    }

    [Fact]
    public async Task A_worker_that_came_after_the_backup_announces_itself_anew()
    {
        await using var stage = new Stage();
        await stage.BootstrapAsync();
        (await stage.RunAsync("backup", "demo")).ShouldSucceed();
        (await stage.RunAsync("worker-add", "demo", "--workers", "2")).ShouldSucceed();
        (await stage.RunAsync("restore", "demo")).ShouldSucceed();
        await ShouldBeWholeAsync(stage);
    }

    [Fact]
    public async Task Cancelled_before_data_were_replaced_a_bootstrap_starts_what_was_there()
    {
        await using var stage = new Stage();
        await stage.BootstrapAsync(masters: 3);
        (await stage.RunAsync("backup", "demo")).ShouldSucceed();
        await ApplyAsync(stage, "later", "kept");
        // Without its kubelet, nobody ends the pods of the third master.
        await using (var third = await stage.DoorAsync("demo-master-3"))
            (await third.RunAsync(new("systemctl", "stop", "kubelet.service"), Token)).Succeeded.ShouldBeTrue();
        using (var running = stage.Start("restore", "demo"))
        {
            var stopped = 0;
            var last = await running.NextAsync(line => line.Event == "Completed" && line["activity"] == "StopMaster" && ++stopped == 2);
            (await stage.RunAsync("runs", "cancel", last!["run"])).ShouldSucceed();
            stage.Note(await running.EndAsync()).ShouldExitWith(14);
        }

        (await stage.RunAsync("status", "demo")).ShouldSucceed().Summary["disruptionLock"].ShouldBe("");
        (await stage.RunAsync("bootstrap", "demo")).ShouldSucceed();
        (await TextAsync(stage, "later")).ShouldBe("kept");
        await ShouldBeWholeAsync(stage);
    }

    [Fact]
    public async Task The_schedule_takes_backups_keeps_as_many_as_the_spec_says_and_stands_in_nobodys_way()
    {
        await using var stage = new Stage();
        (await stage.RunAsync("bootstrap", "demo", "--spec", stage.Spec(1, 1, "addOns: { coreDns: false, metricsServer: false, ingress: none }\nbackup: { everyHours: 2, keep: 2 }"), "--speed", Stage.Speed)).ShouldSucceed();
        stage.PutBeforeLook(minute: 3);
        await stage.ServeUntilDispatchedAsync("etcd-backup", 1, Token);
        var first = (await BackupsAsync(stage)).ShouldHaveSingleItem();
        (await stage.RunAsync("backup", "demo")).ShouldSucceed();
        (await stage.RunAsync("backup", "demo")).ShouldSucceed();
        var kept = await BackupsAsync(stage);
        kept.Count.ShouldBe(2);
        kept.Select(backup => backup.Id).ShouldNotContain(first.Id);
        await using var records = stage.Records;
        records.Secrets().Keys.Where(name => name.Contains("/backups/", StringComparison.Ordinal)).Select(name => name.Split('/')[3]).Distinct().ShouldBe(kept.Select(backup => backup.Id), ignoreOrder: true);

        // No snapshot can be had: the schedule goes without one, and the cluster is free for others.
        await using (var master = await stage.DoorAsync("demo-master-1"))
            (await master.RunAsync(new("systemctl", "stop", "infra-etcd.service"), Token)).Succeeded.ShouldBeTrue();
        stage.PutBeforeLook(minute: 3, TimeSpan.FromHours(3));
        var without = await stage.ServeUntilDispatchedAsync("etcd-backup", 2, Token);
        (await records.Instances.GetAsync(without, Token)).SubStatus.ShouldBe(WorkflowSubStatus.Finished);
        stage.Environment.Remove("MASTERPLAN_CLOCK_SHIFT");
        (await BackupsAsync(stage)).Select(backup => backup.Id).ShouldBe(kept.Select(backup => backup.Id));
        (await stage.RunAsync("bootstrap", "demo", "--speed", Stage.Speed)).ShouldSucceed();
        (await stage.RunAsync("teardown", "demo")).ShouldSucceed();
        records.Secrets().ShouldBeEmpty();
    }

    private static async Task ApplyAsync(Stage stage, string name, string text) =>
        (await stage.KubectlAsync("apply", "-f", stage.Write($"apiVersion: v1\nkind: ConfigMap\nmetadata: {{ name: {name}, namespace: default }}\ndata: {{ text: {text} }}\n"))).ShouldSucceed();

    private static async Task<string> TextAsync(Stage stage, string name) =>
        (await stage.KubectlAsync("get", "configmap", name, "-o", "jsonpath={.data.text}")).ShouldSucceed().Output;

    private static async Task<IReadOnlyList<EtcdBackup>> BackupsAsync(Stage stage)
    {
        await using var records = stage.Records;
        return await records.Backups.ListAsync("demo", Token);
    }

    /// <summary>All is there as planned, both etcd clusters are healthy, and nothing is left to do.</summary>
    private static async Task ShouldBeWholeAsync(Stage stage)
    {
        await stage.ShouldBeAsPlannedAsync();
        await stage.ShouldHaveAllMembersAsync();
        (await stage.RunAsync("bootstrap", "demo")).ShouldSucceed().Summary["changes"].ShouldBe("0");
    }
}
