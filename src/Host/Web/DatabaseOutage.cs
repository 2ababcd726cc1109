using System.Data.Common;

namespace Masterplan.Host.Web;

/// <summary>Answers 503 to whatever needs a database server that does not answer, wherever in a request that shows.</summary>
internal static class DatabaseOutage
{
    public static void UseDatabaseOutage(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        try
        {
            await next(context);
        }
        catch (Exception exception) when (Reason(exception) is not null && !context.Response.HasStarted)
        {
            await Results.Problem(Reason(exception), statusCode: StatusCodes.Status503ServiceUnavailable).ExecuteAsync(context);
        }
    });

    /// <summary>What is wrong with the server; null if the error is another.</summary>
    public static string? Reason(Exception exception)
    {
        for (var inner = exception; inner is not null; inner = inner.InnerException)
            if (inner is DbException { IsTransient: true })
                return $"The database does not answer: {inner.GetBaseException().Message.TrimEnd('.')}. What is under way waits, and goes on when it is back.";
        return null;
    }
}
