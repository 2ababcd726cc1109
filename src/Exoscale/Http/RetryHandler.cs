namespace Masterplan.Exoscale.Http;

/// <summary>Repeats reads and deletes after transient faults. Other calls pass through once, whatever happens to them.</summary>
internal sealed class RetryHandler(int maxRetries, RetryWaits waits, TimeProvider clock) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var repeats = SafeCalls.Contains(request.Method) ? maxRetries : 0;
        for (var repeat = 0; ; repeat++)
        {
            TimeSpan wait;
            try
            {
                return await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
            }
            catch (ExoscaleException e) when (e.IsTransient && repeat < repeats)
            {
                wait = waits.Before(repeat, e.RetryAfter);
            }

            await Task.Delay(wait, clock, cancellationToken).ConfigureAwait(false);
        }
    }
}
