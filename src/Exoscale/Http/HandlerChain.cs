namespace Masterplan.Exoscale.Http;

/// <summary>The way of a request: retry → rate → error → parse → sign → connection.</summary>
internal static class HandlerChain
{
    internal static HttpMessageHandler Create(ExoscaleOptions options, TimeProvider clock, HttpMessageHandler connection)
    {
        var waits = new RetryWaits(options.RetryDelay, options.MaxRetryDelay, options.Speed);
        return Link(
            connection,
            new SignHandler(options.ApiKey, options.ApiSecret, clock),
            new ParseHandler(options.AttemptTimeout, clock),
            new ErrorHandler(clock),
            new RateHandler(options.MaxConcurrency, waits, clock),
            new RetryHandler(options.MaxRetries, waits, clock));
    }

    /// <summary>One pool of connections that are kept alive, and looked up anew every five minutes.</summary>
    internal static SocketsHttpHandler Connection(ExoscaleOptions options) => new()
    {
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        MaxConnectionsPerServer = options.MaxConcurrency,
        ConnectTimeout = options.AttemptTimeout,
        AllowAutoRedirect = false,
        UseCookies = false,
    };

    private static HttpMessageHandler Link(HttpMessageHandler innermost, params IEnumerable<DelegatingHandler> outwards) =>
        outwards.Aggregate(innermost, (inner, outer) =>
        {
            outer.InnerHandler = inner;
            return outer;
        });
}
