using System.Data.Common;
using Masterplan.Runtime.Hosting;
using Masterplan.Runtime.Store;

namespace Masterplan.Host.Web;

/// <summary>Answers 503, with what is wrong and since when, to whatever needs a database that cannot be used, wherever in a request that shows. A change is not even tried: it would wait, and come when nobody expects it any more.</summary>
internal static class DatabaseOutage
{
    private const string RetryAfterSeconds = "5";

    public static void UseDatabaseOutage(this IApplicationBuilder app, IStoreStatus status) => app.Use(async (context, next) =>
    {
        if (status.Outage is { } known && !HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method))
        {
            await Answer(context, known).ExecuteAsync(context);
            return;
        }

        try
        {
            await next(context);
        }
        catch (Exception exception) when (Of(exception, status) is not null && !context.Response.HasStarted)
        {
            await Answer(context, Of(exception, status)!).ExecuteAsync(context);
        }
    });

    /// <summary>What is wrong with the database; null if the error is another.</summary>
    public static StoreOutage? Of(Exception exception, IStoreStatus status)
    {
        for (var inner = exception; inner is not null; inner = inner.InnerException)
            if (inner is DbException error && status.Explain(error) is { } outage)
                return outage;
        return exception is StoreException { Fault: StoreFault.Away or StoreFault.Full } ? status.Outage ?? new(TimeProvider.System.GetUtcNow(), exception.Message) : null;
    }

    private static IResult Answer(HttpContext context, StoreOutage outage)
    {
        context.Response.Headers.RetryAfter = RetryAfterSeconds;
        context.Response.Headers.CacheControl = "no-store";
        var reason = $"{outage.Reason} It has been so since {outage.Since:u}. What is under way waits, and goes on when the database does.";
        return context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase)
            ? HtmlPage.Of(context, "The database is away", Pages.Html.Of($"""<main id="main" tabindex="-1"><h1>The database is away</h1><p class="notice">{reason}</p></main>""").Text, status: StatusCodes.Status503ServiceUnavailable)
            : Results.Problem(reason, statusCode: StatusCodes.Status503ServiceUnavailable);
    }
}
