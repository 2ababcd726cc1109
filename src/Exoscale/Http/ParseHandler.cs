namespace Masterplan.Exoscale.Http;

/// <summary>
/// One attempt: sends the request and reads the answer to its end, in time, so that a connection that breaks in the middle counts as this
/// attempt's fault.
/// </summary>
internal sealed class ParseHandler(TimeSpan timeout, TimeProvider clock) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        // SocketsHttpHandler itself repeats a request without content when a pooled connection was closed under it. A change must not be.
        if (!SafeCalls.Contains(request.Method))
            request.Content ??= new ByteArrayContent([]);

        using var timer = new CancellationTokenSource(timeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellationToken);
        try
        {
            var response = await base.SendAsync(request, either.Token).ConfigureAwait(false);
            await response.Content.LoadIntoBufferAsync(either.Token).ConfigureAwait(false);
            return response;
        }
        catch (OperationCanceledException e) when (timer.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new HttpRequestException(HttpRequestError.Unknown, $"no answer within {timeout}", e);
        }
    }
}
