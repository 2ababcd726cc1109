using System.Diagnostics;
using System.Net;
using Masterplan.Rehearsals.Harness;

namespace Masterplan.Rehearsals;

/// <summary>A broker whose memory runs out takes no messages from its hosts: they find all there is to do in the database.</summary>
public sealed class BrokerAlarmTests(SharedServices services) : IClassFixture<SharedServices>
{
    private const string Speed = "60";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Hosts_build_a_cluster_say_that_they_are_degraded_and_stop_in_time_while_the_broker_has_an_alarm()
    {
        await using var stage = new Stage();
        var connection = await services.ConnectAsync(stage);
        using var one = await ServingHost.StartAsync(stage, Speed, Cancelled);
        using var two = await ServingHost.StartAsync(stage, Speed, Cancelled);
        await services.RabbitMq.ControlAsync(["set_vm_memory_high_watermark", "0.00001"], Cancelled);
        one.Use(await stage.KeyAsync());
        var run = await one.BootstrapAsync(stage.Spec(masters: 1, workers: 2), Cancelled);
        await one.UntilReadyAsync((code, text) => code == HttpStatusCode.OK && text.Contains("degraded", StringComparison.Ordinal) && text.Contains("has taken no message", StringComparison.Ordinal), Cancelled);
        await SharedServices.UntilAsync(connection, $"SELECT status = 1 FROM instances WHERE id = '{run}'", Cancelled);
        await stage.ShouldHaveRunEachStepOnceAsync(run, []);
        await stage.ShouldBeAsPlannedAsync();
        var began = Stopwatch.GetTimestamp();
        one.Signal("TERM");
        stage.Note(await one.EndAsync()).ShouldExitWith(0);
        Stopwatch.GetElapsedTime(began).ShouldBeLessThan(TimeSpan.FromSeconds(10));
        await services.RabbitMq.ControlAsync(["set_vm_memory_high_watermark", "0.6"], Cancelled);
        await two.UntilReadyAsync((code, text) => text.Contains("\"ready\"", StringComparison.Ordinal), Cancelled);
    }
}
