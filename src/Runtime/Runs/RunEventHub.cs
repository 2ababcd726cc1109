using System.Collections.Immutable;
using System.Threading.Channels;
using Masterplan.Runtime.Hosts;

namespace Masterplan.Runtime.Runs;

/// <summary>Hands events to subscribers without waiting for them.</summary>
internal sealed class RunEventHub(HostNews news) : IRunEvents
{
    private const int Capacity = 10_000;
    private ImmutableArray<Subscription> _subscriptions = [];

    /// <summary>To those who listen here and at other hosts.</summary>
    public void Publish(RunEvent happened)
    {
        news.Happened(happened);
        Offer(happened);
    }

    /// <summary>To those who listen here.</summary>
    public void Offer(RunEvent happened)
    {
        foreach (var subscription in _subscriptions)
            subscription.Offer(happened);
    }

    IRunEventSubscription IRunEvents.Subscribe(Predicate<RunEvent>? wanted) => Subscribe(wanted);

    public Subscription Subscribe(Predicate<RunEvent>? wanted = null)
    {
        var channel = Channel.CreateBounded<RunEvent>(new BoundedChannelOptions(Capacity) { FullMode = BoundedChannelFullMode.DropOldest });
        var subscription = new Subscription(this, channel, wanted);
        ImmutableInterlocked.Update(ref _subscriptions, subscriptions => subscriptions.Add(subscription));
        return subscription;
    }

    internal sealed class Subscription(RunEventHub hub, Channel<RunEvent> channel, Predicate<RunEvent>? wanted) : IRunEventSubscription
    {
        public ChannelReader<RunEvent> Reader => channel.Reader;

        public void Offer(RunEvent happened)
        {
            if (wanted is null || wanted(happened))
                channel.Writer.TryWrite(happened);
        }

        public IAsyncEnumerable<RunEvent> ReadAllAsync(CancellationToken cancellationToken) => channel.Reader.ReadAllAsync(cancellationToken);

        public void Dispose()
        {
            ImmutableInterlocked.Update(ref hub._subscriptions, subscriptions => subscriptions.Remove(this));
            channel.Writer.TryComplete();
        }
    }
}
