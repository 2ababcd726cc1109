using Masterplan.Rehearsal.Faults;
using Masterplan.Rehearsals.Harness;
using Masterplan.Services;

namespace Masterplan.Rehearsals;

/// <summary>Commands that work through a host that serves: what they start goes on there, whatever becomes of them or of the connection.</summary>
public sealed class ServerTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_cluster_lives_through_a_server_as_it_does_on_a_data_folder()
    {
        await using var stage = new Stage();
        var remote = await stage.ServeAsync(Token);
        var spec = stage.Spec(masters: 3, workers: 1);
        (await remote.RunAsync("plan", "demo", "--spec", spec)).ShouldSucceed().Summary.Json.GetProperty("create").EnumerateArray().Select(resource => resource.GetString()).ShouldContain("instance demo-worker-1");
        var built = (await remote.RunAsync("bootstrap", "demo", "--spec", spec)).ShouldSucceed();
        built.Lines[0].Event.ShouldBe("run-started");
        built.Summary["next"].ShouldContain($"./masterplan kubeconfig demo --path --server {remote.Address}");
        built.Lines.Where(line => line["activity"] == "Configure" && line.Event == "Completed").Select(line => line["node"]).ShouldBe(["demo-master-1", "demo-master-2", "demo-master-3", "demo-worker-1"], ignoreOrder: true);
        (await remote.RunAsync("bootstrap", "demo")).ShouldSucceed().Summary["changes"].ShouldBe("0");
        (await remote.RunAsync("plan", "demo")).ShouldSucceed().Summary.Json.GetProperty("create").GetArrayLength().ShouldBe(0);
        (await remote.RunAsync("maintenance", "demo", "--unlock", "0123456789abcdef")).ShouldSucceed();
        (await remote.RunAsync("backup", "demo")).ShouldSucceed();
        (await remote.RunAsync("backup", "demo", "--list")).ShouldSucceed().Lines.ShouldHaveSingleItem()["id"].ShouldNotBeEmpty();
        (await remote.RunAsync("certificates", "demo")).ShouldSucceed().Lines.Select(line => line["holder"]).Distinct().Count().ShouldBe(5);
        (await remote.RunAsync("status")).ShouldSucceed().Output.ShouldContain("\"demo\"");
        (await remote.RunAsync("status", "demo")).ShouldSucceed().Summary["disruptionLock"].ShouldBe("");
        (await remote.RunAsync("runs")).ShouldSucceed().Lines.Select(line => line["definition"]).ShouldBe(["cluster-backup", "cluster-bootstrap", "cluster-bootstrap"]);
        (await remote.RunAsync("runs", "show", built.Run[..8])).ShouldSucceed().Summary.Json.GetProperty("run").GetProperty("id").GetString().ShouldBe(built.Run);
        (await remote.RunAsync("kubeconfig", "demo")).ShouldExitWith(16).Errors.ShouldContain("The role of the API key is too low");
        var admin = await stage.ServeAsync(Token, "admin", remote);
        (await admin.RunAsync("kubeconfig", "demo")).ShouldSucceed().Output.ShouldContain("client-certificate-data");
        (await admin.RunAsync("audit", "--cluster", "demo")).ShouldSucceed().Lines.Select(line => line["what"]).ShouldContain("Take the reboot lock");
        (await remote.RunAsync("teardown", "demo")).ShouldSucceed();
        await stage.ShouldBeEmptyAsync();
    }

    [Fact]
    public async Task The_same_command_goes_on_after_a_kill_and_a_connection_that_broke_is_made_again()
    {
        await using var stage = new Stage();
        var remote = await stage.ServeAsync(Token, speed: "12");
        var spec = stage.Spec();
        string run;
        using (var killed = remote.Start("bootstrap", "demo", "--spec", spec))
        {
            run = (await killed.NextAsync(line => line.Event == "Completed" && line["activity"] == "Plan"))!["run"];
            await killed.KillAsync();
        }

        (await remote.RunAsync("upgrade", "demo", "--to", "v1.37.1")).ShouldExitWith(13).Errors.ShouldContain(run);
        using var second = remote.Start("bootstrap", "demo", "--spec", spec);
        (await second.NextAsync(line => line.Event == "run-resumed"))!["run"].ShouldBe(run);
        await second.NextAsync(line => line.Event == "Completed");
        await remote.RestartAsync(Token);
        var ended = stage.Note(await second.EndAsync()).ShouldSucceed();
        ended.Run.ShouldBe(run);
        await remote.StopAsync();
        await stage.ShouldBeAsPlannedAsync();
    }

    [Fact]
    public async Task A_run_that_needs_a_person_ends_the_command_and_is_retried_from_afar()
    {
        await using var stage = new Stage();
        var remote = await stage.ServeAsync(Token);
        using (var running = remote.Start("bootstrap", "demo", "--spec", stage.Spec(1, 4)))
        {
            await running.NextAsync(line => line.Event == "Completed" && line["activity"] == "CheckCloud");
            await stage.InjectAsync(FaultNames.Quota);
            var suspended = stage.Note(await running.EndAsync()).ShouldExitWith(3);
            suspended.Incidents.ShouldNotBeEmpty();
            await stage.InjectAsync();
            (await remote.RunAsync("runs", "retry", suspended.Run)).ShouldSucceed().Run.ShouldBe(suspended.Run);
            (await remote.RunAsync("runs", "retry", suspended.Run)).ShouldExitWith(13);
        }

        await remote.StopAsync();
        await stage.ShouldBeAsPlannedAsync();
    }

    [Fact]
    public async Task What_cannot_be_asked_is_said_before_or_with_the_servers_words()
    {
        await using var stage = new Stage();
        var remote = await stage.ServeAsync(Token);
        (await remote.RunAsync("bootstrap", "demo", "--spec", stage.Spec(masters: 2, workers: -1))).ShouldExitWith(2).Errors.ShouldContain("masters.count");
        (await remote.RunAsync("plan", "Demo_1")).ShouldExitWith(2);
        (await remote.RunAsync("maintenance", "other", "--unlock", "0123456789abcdef")).ShouldExitWith(2).Errors.ShouldContain("No cluster is called 'other'");
        (await remote.RunAsync("worker-add", "other", "--workers", "3")).ShouldExitWith(2).Errors.ShouldContain("No such cluster");
        (await remote.RunAsync("runs", "show", "abcdef")).ShouldExitWith(12);
        (await remote.RunAsync("bootstrap", "demo", "--speed", "10", "--data", "/nowhere")).ShouldExitWith(2).Errors.ShouldContain("2 faults");
        var viewer = await stage.ServeAsync(Token, "viewer", remote);
        (await viewer.RunAsync("runs")).ShouldSucceed();
        (await viewer.RunAsync("bootstrap", "demo")).ShouldExitWith(16).Errors.ShouldContain("too low");
        (await (remote with { Key = "nonsense" }).RunAsync("runs")).ShouldExitWith(16).Errors.ShouldContain("does not know the API key");
        (await (remote with { Key = null }).RunAsync("runs")).ShouldExitWith(2).Errors.ShouldContain("masterplan keys add NAME --role operator");
        (await (remote with { Address = "http://masterplan.example.org" }).RunAsync("runs")).ShouldExitWith(2).Errors.ShouldContain("unencrypted");
        (await (remote with { Address = $"http://127.0.0.1:{ServerProcess.FreePort()}" }).RunAsync("runs")).ShouldExitWith(16).Errors.ShouldContain("cannot be reached");
    }
}
