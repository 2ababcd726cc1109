using System.Collections.Immutable;
using System.Threading.Channels;

namespace Masterplan.Runtime.Runs;

/// <summary>Hands events to subscribers without waiting for them.</summary>
internal sealed class RunEventHub : IRunEvents
{
    private const int Capacity = 10_000;
    private ImmutableArray<Channel<RunEvent>> _channels = [];

    public void Publish(RunEvent happened)
    {
        foreach (var channel in _channels)
            channel.Writer.TryWrite(happened);
    }

    IRunEventSubscription IRunEvents.Subscribe() => Subscribe();

    public Subscription Subscribe()
    {
        var channel = Channel.CreateBounded<RunEvent>(new BoundedChannelOptions(Capacity) { FullMode = BoundedChannelFullMode.DropOldest });
        ImmutableInterlocked.Update(ref _channels, channels => channels.Add(channel));
        return new Subscription(this, channel);
    }

    internal sealed class Subscription(RunEventHub hub, Channel<RunEvent> channel) : IRunEventSubscription
    {
        public ChannelReader<RunEvent> Reader => channel.Reader;

        public IAsyncEnumerable<RunEvent> ReadAllAsync(CancellationToken cancellationToken) => channel.Reader.ReadAllAsync(cancellationToken);

        public void Dispose()
        {
            ImmutableInterlocked.Update(ref hub._channels, channels => channels.Remove(channel));
            channel.Writer.TryComplete();
        }
    }
}
