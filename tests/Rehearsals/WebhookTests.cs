using Masterplan.Rehearsals.Harness;
using Masterplan.Services;

namespace Masterplan.Rehearsals;

public sealed class WebhookTests
{
    [Fact]
    public async Task Program_that_is_killed_while_it_tells_the_end_tells_it_at_its_next_start_under_the_same_key()
    {
        await using var stage = new Stage();
        var receiver = stage.Own(new Receiver { Answers = false });
        string run;
        using (var running = stage.Start("bootstrap", "demo", "--spec", stage.Spec(1, 0), "--speed", Stage.Speed, "--webhook", receiver.Url))
        {
            run = (await running.NextAsync(line => line.Event == "run-started"))!["run"];
            (await receiver.NextAsync()).Key.ShouldBe($"webhook:{run}:end");
            await running.KillAsync();
        }

        receiver.Answers = true;
        var again = (await stage.RunAsync("bootstrap", "demo")).ShouldSucceed();
        again.Run.ShouldNotBe(run);
        again.Summary["webhook"].ShouldBeEmpty();
        var (key, body) = await receiver.NextAsync();
        key.ShouldBe($"webhook:{run}:end");
        body.ShouldContain("\"event\":\"succeeded\"");
    }

    [Fact]
    public async Task Command_does_not_wait_for_a_receiver_that_is_not_there_and_the_next_one_tells_it()
    {
        await using var stage = new Stage();
        var port = ServerProcess.FreePort();
        var ended = (await stage.RunAsync("bootstrap", "demo", "--spec", stage.Spec(1, 0), "--speed", Stage.Speed, "--webhook", $"http://127.0.0.1:{port}/hooks/")).ShouldSucceed();
        ended.Summary["webhook"].ShouldBe("waiting");
        var receiver = stage.Own(new Receiver(port));
        (await stage.RunAsync("bootstrap", "demo")).ShouldSucceed();
        (await receiver.NextAsync()).Key.ShouldBe($"webhook:{ended.Run}:end");
    }

    [Fact]
    public async Task Told_end_is_in_the_summary()
    {
        await using var stage = new Stage();
        var receiver = stage.Own(new Receiver());
        var ended = (await stage.RunAsync("bootstrap", "demo", "--spec", stage.Spec(1, 0), "--speed", Stage.Speed, "--webhook", receiver.Url)).ShouldSucceed();
        ended.Summary["webhook"].ShouldBe("told");
        (await stage.RunAsync("bootstrap", "demo", "--webhook", "file:///etc/passwd")).ShouldExitWith(2).Errors.ShouldContain("webhook: 'file:///etc/passwd' is not an http or https address");
    }
}
