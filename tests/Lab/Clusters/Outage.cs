namespace Masterplan.Lab.Clusters;

/// <summary>Asks for something again and again, and measures from the first failure to the last.</summary>
internal sealed class Outage : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private readonly CancellationTokenSource stop = new();
    private readonly string what;
    private readonly Task asking;
    private DateTimeOffset? first;
    private DateTimeOffset last;
    private int asked;
    private int failed;

    public Outage(string what, Func<Task<bool>> ask) => (this.what, asking) = (what, AskAsync(ask));

    public TimeSpan Length => first is { } began ? last - began : TimeSpan.Zero;

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await asking;
        stop.Dispose();
    }

    public override string ToString() => $"{what}: {failed} of {asked} requests failed, within {Length.TotalSeconds:0.0} s";

    private async Task AskAsync(Func<Task<bool>> ask)
    {
        while (!stop.IsCancellationRequested)
        {
            var begun = TimeProvider.System.GetUtcNow();
            asked++;
            if (!await ask())
            {
                failed++;
                first ??= begun;
                last = TimeProvider.System.GetUtcNow();
            }

            await Task.Delay(Pause, TimeProvider.System);
        }
    }
}
