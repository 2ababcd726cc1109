using Masterplan.Host.Access;
using Masterplan.Runtime.Definitions;
using Masterplan.Runtime.Runs;
using Masterplan.Runtime.Store;

namespace Masterplan.Host.Elsa.Requests;

/// <summary>Turns what the endpoints and the runtime refuse into answers that Studio shows.</summary>
internal sealed class RefusalFilter : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (Exception exception) when (Answer(exception, context.HttpContext) is { } answer)
        {
            return answer;
        }
    }

    /// <summary>Null for what nobody refused.</summary>
    private static IResult? Answer(Exception exception, HttpContext context) => exception switch
    {
        RequestRefusedException refused => Refusal(StatusCodes.Status400BadRequest, refused.Errors),
        DefinitionException definition => Refusal(StatusCodes.Status400BadRequest, definition.Faults.GroupBy(fault => fault.Path)
            .ToDictionary(group => group.Key, group => (IReadOnlyList<string>)[.. group.Select(fault => $"{fault.Path}: {fault.Message}")])),
        DefinitionNotFoundException or RunNotFoundException => Results.NotFound(),
        AlreadyRunningException running => Refusal(StatusCodes.Status409Conflict, General(running.Message), new { Run = $"/api/runs/{running.RunningInstanceId}" }),
        RunStateException => Refusal(StatusCodes.Status409Conflict, exception.Message),
        TooManyLoginsException logins => TooMany(logins, context.Response),
        BadHttpRequestException bad => Refusal(bad.StatusCode, bad.Message),
        StoreException => Refusal(StatusCodes.Status503ServiceUnavailable, exception.Message),
        OperationCanceledException when context.RequestAborted.IsCancellationRequested => Results.StatusCode(StatusCodes.Status499ClientClosedRequest),
        _ => null,
    };

    private static IResult TooMany(TooManyLoginsException logins, HttpResponse response)
    {
        response.Headers.RetryAfter = Math.Ceiling(logins.Wait.TotalSeconds).ToString("0");
        return Refusal(StatusCodes.Status429TooManyRequests, logins.Message);
    }

    private static IResult Refusal(int status, string message) => Refusal(status, General(message));

    private static Dictionary<string, IReadOnlyList<string>> General(string message) => new() { [RequestRefusedException.General] = [message] };

    private static IResult Refusal(int status, IReadOnlyDictionary<string, IReadOnlyList<string>> errors, object? links = null) =>
        Results.Json(new { StatusCode = status, Message = "One or more errors occurred!", Errors = errors, Links = links }, ElsaJson.Options, "application/problem+json", status);
}
