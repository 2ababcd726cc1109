using System.Threading.Channels;
using Masterplan.Runtime.Hosts;
using Masterplan.Runtime.Json;
using MassTransit;

namespace Masterplan.Host.Messaging;

/// <summary>Sends to the other hosts over the broker. While it is away messages are dropped: hosts find all there is to do in the database, only later.</summary>
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
                using var limit = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
                using var timer = time.CreateTimer(_ => limit.Cancel(), null, Patience, Timeout.InfiniteTimeSpan);
                await bus.Publish(new HostLetter { Json = RuntimeJson.Serialize(message) }, limit.Token);
                refusal = null;
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                refusal = new(exception is OperationCanceledException ? $"The broker took no message for {Patience.TotalSeconds:0} s." : exception.Message, time.GetTimestamp());
            }
    }

    private sealed record Refusal(string Why, long At);
}
