using System.Threading.Channels;
using Masterplan.Runtime.Hosts;
using Masterplan.Runtime.Json;
using MassTransit;

namespace Masterplan.Host.Messaging;

/// <summary>Sends to the other hosts over the broker. While it is away, or takes nothing, messages are dropped: hosts find all there is to do in the database, only later.</summary>
internal sealed class HostPost(IBusControl bus, TimeProvider time) : BackgroundService, IHostMessages
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Memory = TimeSpan.FromSeconds(30);
    private readonly Channel<HostMessage> waiting = Channel.CreateBounded<HostMessage>(new BoundedChannelOptions(1000) { FullMode = BoundedChannelFullMode.DropOldest });
    private volatile Refusal? refusal;

    /// <summary>Why messages do not get through; null while they do, and when the last that did not is half a minute past.</summary>
    public string? Failure => bus.CheckHealth() is { Status: not BusHealthStatus.Healthy } health
        ? health.Description
        : refusal is { } last && time.GetElapsedTime(last.At) < Memory ? last.Why : null;

    public void Send(HostMessage message) => waiting.Writer.TryWrite(message);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var message in waiting.Reader.ReadAllAsync(stoppingToken))
            try
            {
                await DeliverAsync(bus.Publish(new HostLetter { Json = RuntimeJson.Serialize(message) }, stoppingToken), stoppingToken);
                refusal = null;
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                refusal = new(exception.Message, time.GetTimestamp());
            }
    }

    /// <summary>A broker that has an alarm reads no more of what is sent. Then one message waits for it, and what comes meanwhile is dropped: giving that one up for the next would leave one after the other in the connection's memory.</summary>
    private async Task DeliverAsync(Task sending, CancellationToken stoppingToken)
    {
        var began = time.GetTimestamp();
        while (await Task.WhenAny(sending, Task.Delay(Patience, time, stoppingToken)) != sending)
        {
            stoppingToken.ThrowIfCancellationRequested();
            while (waiting.Reader.TryRead(out _))
                continue;
            refusal = new($"The broker has taken no message for {time.GetElapsedTime(began).TotalSeconds:0} s, as it does while its memory or disk runs out: `rabbitmqctl status` lists its alarms. It is tried until it does.", time.GetTimestamp());
        }

        await sending;
    }

    private sealed record Refusal(string Why, long At);
}
