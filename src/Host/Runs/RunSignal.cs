using System.Threading.Channels;
using Masterplan.Runtime.Runs;

namespace Masterplan.Host.Runs;

/// <summary>Wakes who watches runs: rings when something happened, once for all that came since it was last heard.</summary>
internal sealed class RunSignal : IAsyncDisposable
{
    private readonly Channel<bool> rung = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly CancellationTokenSource over = new();
    private readonly IRunEventSubscription subscription;
    private readonly TimeProvider clock;
    private readonly Task listening;

    public RunSignal(IRunEvents events, Predicate<RunEvent> matters, TimeProvider clock)
    {
        (subscription, this.clock) = (events.Subscribe(), clock);
        listening = ListenAsync(matters);
    }

    /// <summary>False if nothing happened for that long.</summary>
    public async Task<bool> WaitAsync(TimeSpan longest, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(longest, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await rung.Reader.ReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await over.CancelAsync();
        await listening.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        subscription.Dispose();
        over.Dispose();
    }

    private async Task ListenAsync(Predicate<RunEvent> matters)
    {
        await foreach (var happened in subscription.ReadAllAsync(over.Token))
            if (matters(happened))
                rung.Writer.TryWrite(true);
    }
}
