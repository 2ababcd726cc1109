using Masterplan.Rehearsals.Harness;

namespace Masterplan.Rehearsals;

public sealed class HappyPathTests
{
    private const string ConfigMap = "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: greeting, namespace: default }\ndata: { text: hello }\n";

    [Fact]
    public async Task Cluster_of_six_is_built_used_with_kubectl_grown_upgraded_and_torn_down_without_a_trace()
    {
        await using var stage = new Stage();
        var built = (await stage.RunAsync("bootstrap", "demo", "--speed", Stage.Speed)).ShouldSucceed();
        built.Summary["status"].ShouldBe("succeeded");
        await stage.ShouldBeAsPlannedAsync();
        await UseWithKubectlAsync(stage);
        (await stage.RunAsync("worker-add", "demo", "--workers", "5")).ShouldSucceed();
        await stage.ShouldBeAsPlannedAsync();
        await UpgradeAsync(stage);
        (await stage.RunAsync("teardown", "demo")).ShouldSucceed();
        await stage.ShouldBeEmptyAsync();
        await using var records = stage.Records;
        (await records.Ledger.ListAsync("demo", TestContext.Current.CancellationToken)).ShouldBeEmpty();
        records.Secrets().ShouldBeEmpty();
        (await stage.RunAsync("status")).ShouldSucceed().Output.Trim().ShouldBe("[]");
    }

    private static async Task UseWithKubectlAsync(Stage stage)
    {
        var nodes = (await stage.KubectlAsync("get", "nodes", "--no-headers")).ShouldSucceed();
        nodes.Lines.Count.ShouldBe(6);
        nodes.Lines.ShouldAllBe(line => line.Text.Contains(" Ready ", StringComparison.Ordinal));
        (await stage.KubectlAsync("describe", "node", "demo-worker-1")).ShouldSucceed().Output.ShouldContain("KubeletReady");
        var file = stage.Write(ConfigMap);
        (await stage.KubectlAsync("apply", "-f", file)).ShouldSucceed().Output.ShouldContain("configmap/greeting created");
        (await stage.KubectlAsync("apply", "-f", file)).ShouldSucceed().Output.ShouldContain("configmap/greeting unchanged");
        (await stage.KubectlAsync("apply", "--server-side", "--force-conflicts", "-f", file)).ShouldSucceed().Output.ShouldContain("serverside-applied");
        (await stage.KubectlAsync("get", "configmap", "greeting", "-o", "jsonpath={.data.text}")).ShouldSucceed().Output.ShouldBe("hello");
        (await stage.KubectlAsync("drain", "demo-worker-1", "--ignore-daemonsets", "--delete-emptydir-data", "--force")).ShouldSucceed().Output.ShouldContain("drained");
        (await stage.KubectlAsync("get", "node", "demo-worker-1", "--no-headers")).ShouldSucceed().Output.ShouldContain("Ready,SchedulingDisabled");
        (await stage.KubectlAsync("uncordon", "demo-worker-1")).ShouldSucceed();
    }

    private static async Task UpgradeAsync(Stage stage)
    {
        (await stage.RunAsync("upgrade", "demo", "--to", "v1.37.1")).ShouldSucceed();
        await stage.ShouldBeAsPlannedAsync();
        var versions = (await stage.KubectlAsync("get", "nodes", "-o", "jsonpath={.items[*].status.nodeInfo.kubeletVersion}")).ShouldSucceed().Output.Split(' ');
        versions.ShouldBe(Enumerable.Repeat("v1.37.1", 8));
        (await stage.KubectlAsync("version", "-o", "json")).ShouldSucceed().Output.ShouldContain("v1.37.1");
    }
}
