using Masterplan.Activities.Clusters;
using Masterplan.Exoscale;
using Masterplan.Host.Access;
using Masterplan.Host.Api;
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
        catch (OperationCanceledException) when (context.HttpContext.RequestAborted.IsCancellationRequested)
        {
            return Results.StatusCode(StatusCodes.Status499ClientClosedRequest);
        }
        catch (Exception exception) when (Refusal(exception, context.HttpContext.Response) is { } refusal)
        {
            return refusal;
        }
    }

    /// <summary>Null for what nobody foresaw.</summary>
    private static IResult? Refusal(Exception exception, HttpResponse response)
    {
        if (exception is TooManyLoginsException tooMany)
            response.Headers.RetryAfter = Math.Ceiling(tooMany.Wait.TotalSeconds).ToString("0");
        return exception switch
        {
            RequestRefusedException refused => Refusal(StatusCodes.Status400BadRequest, refused.Errors),
            DefinitionException refused => Refusal(refused.Faults.Select(fault => (fault.Path, $"{fault.Path}: {fault.Message}"))),
            ConfigurationException refused => Refusal(refused.Faults.Select(fault => (fault.Path, fault.ToString()))),
            DefinitionNotFoundException or RunNotFoundException => Results.NotFound(),
            AlreadyRunningException other => Refusal(StatusCodes.Status409Conflict, other.Message, RunLinks.Of(other.RunningInstanceId)),
            RunStateException or DefinitionInUseException => Refusal(StatusCodes.Status409Conflict, exception.Message),
            TooManyLoginsException => Refusal(StatusCodes.Status429TooManyRequests, exception.Message),
            BadHttpRequestException bad => Refusal(bad.StatusCode, bad.Message),
            ExoscaleException => Refusal(StatusCodes.Status502BadGateway, exception.Message),
            StoreException => Refusal(StatusCodes.Status503ServiceUnavailable, exception.Message),
            _ => null,
        };
    }

    private static IResult Refusal(IEnumerable<(string Path, string Message)> faults) => Refusal(
        StatusCodes.Status400BadRequest,
        faults.GroupBy(fault => fault.Path.Length == 0 ? RequestRefusedException.General : fault.Path, fault => fault.Message).ToDictionary(group => group.Key, group => (IReadOnlyList<string>)[.. group]));

    private static IResult Refusal(int status, string message, object? links = null) =>
        Refusal(status, new Dictionary<string, IReadOnlyList<string>> { [RequestRefusedException.General] = [message] }, links);

    private static IResult Refusal(int status, IReadOnlyDictionary<string, IReadOnlyList<string>> errors, object? links = null) =>
        Results.Json(new { StatusCode = status, Message = "One or more errors occurred!", Errors = errors, Links = links }, ElsaJson.Options, "application/problem+json", status);
}
