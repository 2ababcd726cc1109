using System.Threading.Channels;
using Masterplan.Host.Messaging;
using Masterplan.Runtime.Activities.Http;
using Masterplan.Runtime.Authoring;
using Masterplan.Runtime.Hosts;
using Masterplan.Runtime.Runs;
using Masterplan.Services;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Masterplan.Host.Tests.Messaging;

public sealed class BrokerTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_one_host_sends_every_host_gets_whole_and_again_after_the_broker_was_away()
    {
        await using var broker = await RabbitMqServer.StartAsync(cancellationToken: Token);
        await using var one = new Member(broker.Address);
        await using var two = new Member(broker.Address);
        await one.StartAsync();
        await two.StartAsync();
        var message = Message("first");

        var got = await SendUntilGotAsync(one, two, message);
        got.Look.ShouldBe(message.Look);
        got.Answer.ShouldBeEquivalentTo(message.Answer);
        got.Events.Single().ShouldBeEquivalentTo(message.Events.Single() with { Data = got.Events.Single().Data });
        got.Events.Single().Data!["Attempt"].ShouldBe(3L);

        await broker.StopAsync();
        await UntilAsync(() => one.Post.Failure is not null);
        one.Post.Send(Message("lost"));
        await broker.BeginAsync(Token);
        (await SendUntilGotAsync(one, two, Message("second"))).Look.ShouldBe(["second"]);
        await UntilAsync(() => one.Post.Failure is null && two.Post.Failure is null);
    }

    [Theory]
    [InlineData("set_vm_memory_high_watermark", "0.00001", "0.6")]
    [InlineData("set_disk_free_limit", "999999GB", "1MB")]
    public async Task Broker_with_an_alarm_holds_up_nobody_and_is_told_of_until_it_takes_messages_again(string limit, string alarming, string calm)
    {
        await using var broker = await RabbitMqServer.StartAsync(cancellationToken: Token);
        await using var one = new Member(broker.Address);
        await using var two = new Member(broker.Address);
        await one.StartAsync();
        await two.StartAsync();
        await SendUntilGotAsync(one, two, Message("first"));

        await broker.ControlAsync([limit, alarming], Token);
        var size = new string('x', 20_000);
        await UntilAsync(() =>
        {
            // Sending waits for nobody.
            var began = TimeProvider.System.GetTimestamp();
            for (var count = 0; count < 100; count++)
                one.Post.Send(Message(size));
            TimeProvider.System.GetElapsedTime(began).ShouldBeLessThan(TimeSpan.FromSeconds(1));
            return one.Post.Failure is not null;
        });
        one.Post.Failure!.ShouldStartWith("The broker has taken no message for ");
        one.Post.Failure.ShouldContain("rabbitmqctl status");
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var second = 0; second < 12; second++)
        {
            for (var count = 0; count < 500; count++)
                one.Post.Send(Message(new string('y', 20_000)));
            await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System, Token);
        }

        // What was sent is 240 MB in UTF-16; what waits is dropped every few seconds.
        (GC.GetTotalMemory(forceFullCollection: true) - before).ShouldBeLessThan(60_000_000);

        await broker.ControlAsync([limit, calm], Token);
        (await SendUntilGotAsync(one, two, Message("second"))).Look.ShouldBe(["second"]);
        await UntilAsync(() => one.Post.Failure is null);
    }

    [Fact]
    public async Task Host_stops_at_once_though_the_broker_has_an_alarm()
    {
        await using var broker = await RabbitMqServer.StartAsync(cancellationToken: Token);
        await using var one = new Member(broker.Address);
        await one.StartAsync();
        await broker.ControlAsync(["set_vm_memory_high_watermark", "0.00001"], Token);
        await UntilAsync(() =>
        {
            one.Post.Send(Message("first"));
            return one.Post.Failure is not null;
        });
        var began = TimeProvider.System.GetTimestamp();
        await one.DisposeAsync();
        TimeProvider.System.GetElapsedTime(began).ShouldBeLessThan(TimeSpan.FromSeconds(8));
    }

    [Fact]
    public async Task Without_a_broker_messages_go_round_in_memory_and_nothing_is_missing()
    {
        await using var one = new Member(address: null);
        await one.StartAsync();
        var got = await SendUntilGotAsync(one, one, Message("first"));
        got.Answer.ShouldBeEquivalentTo(Message("first").Answer);
        one.Post.Failure.ShouldBeNull();
    }

    private static HostMessage Message(string look) => new()
    {
        Host = "one",
        Look = [look],
        RequestId = "request",
        Answer = new HttpAnswer(201, "text/plain", "made", new Dictionary<string, string> { ["X-Kind"] = "test" }),
        Events =
        [
            new RunEvent
            {
                EventName = "Completed", InstanceId = "instance", RootInstanceId = "root", DefinitionId = "definition", Status = WorkflowStatus.Running, SubStatus = WorkflowSubStatus.Executing,
                Timestamp = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero), Data = new Dictionary<string, object?> { ["Attempt"] = 3 },
            },
        ],
    };

    /// <summary>A queue that is just being bound misses what is sent before: messages may be lost, so it is said again.</summary>
    private static async Task<HostMessage> SendUntilGotAsync(Member from, Member to, HostMessage message)
    {
        HostMessage? got = null;
        await UntilAsync(() =>
        {
            from.Post.Send(message);
            while (to.Got.Reader.TryRead(out var next))
                if (next.Look[0] == message.Look[0])
                    got = next;
            return got is not null;
        });
        return got!;
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Token);
        limit.CancelAfter(TimeSpan.FromSeconds(90));
        while (!condition())
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, limit.Token);
    }

    private sealed class Member : IHostMessageReceiver, IAsyncDisposable
    {
        private readonly ServiceProvider services;
        private bool isDisposed;

        public Member(string? address) =>
            services = new ServiceCollection().AddLogging().AddSingleton(TimeProvider.System).AddSingleton<IHostMessageReceiver>(this).AddBroker(address is null ? null : new Uri(address)).BuildServiceProvider();

        public Channel<HostMessage> Got { get; } = Channel.CreateUnbounded<HostMessage>();

        public HostPost Post => services.GetRequiredService<HostPost>();

        public void Receive(HostMessage message) => Got.Writer.TryWrite(message);

        public async Task StartAsync()
        {
            foreach (var hosted in services.GetServices<IHostedService>())
                await hosted.StartAsync(Token);
        }

        public async ValueTask DisposeAsync()
        {
            if (isDisposed)
                return;
            isDisposed = true;
            foreach (var hosted in services.GetServices<IHostedService>().Reverse())
                await hosted.StopAsync(CancellationToken.None);
            await services.DisposeAsync();
        }
    }
}
