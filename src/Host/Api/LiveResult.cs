namespace Masterplan.Host.Api;

/// <summary>An answer that goes on until its reader leaves, or the host stops.</summary>
/// <param name="write">Writes it; the token ends it.</param>
internal sealed class LiveResult(Func<EventStream, CancellationToken, Task> write) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var stopping = httpContext.RequestServices.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        using var over = CancellationTokenSource.CreateLinkedTokenSource(httpContext.RequestAborted, stopping);
        try
        {
            var stream = new EventStream(httpContext.Response);
            await stream.BeginAsync(over.Token);
            await write(stream, over.Token);
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested)
        {
            // Nobody reads on.
        }
    }
}
