using System.Diagnostics.Metrics;

namespace Masterplan.Exoscale.Http;

/// <summary>Bounds how many requests are under way, and holds all of them back while the API has asked one of them to wait.</summary>
internal sealed class RateHandler(int maxConcurrency, RetryWaits waits, TimeProvider clock) : DelegatingHandler
{
    private static readonly Meter Meter = new("Masterplan.Exoscale");
    private static readonly Counter<double> Waits = Meter.CreateCounter<double>("masterplan.exoscale.rate_wait", "s", "How long the API has asked to wait, in all.");
    private readonly SemaphoreSlim gate = new(maxConcurrency);
    private long notBefore;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await PauseAsync(cancellationToken).ConfigureAwait(false);
            return await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (ExoscaleException e) when (e.RetryAfter is { } wait)
        {
            HoldBack(waits.Bounded(wait));
            throw;
        }
        finally
        {
            gate.Release();
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            gate.Dispose();
        base.Dispose(disposing);
    }

    private async Task PauseAsync(CancellationToken cancellationToken)
    {
        while (new DateTimeOffset(Volatile.Read(ref notBefore), TimeSpan.Zero) - clock.GetUtcNow() is { Ticks: > 0 } wait)
            await Task.Delay(wait, clock, cancellationToken).ConfigureAwait(false);
    }

    private void HoldBack(TimeSpan wait)
    {
        Waits.Add(wait.TotalSeconds);
        var until = (clock.GetUtcNow() + wait).UtcTicks;
        var current = Volatile.Read(ref notBefore);
        while (until > current)
        {
            var seen = Interlocked.CompareExchange(ref notBefore, until, current);
            if (seen == current)
                return;
            current = seen;
        }
    }
}
