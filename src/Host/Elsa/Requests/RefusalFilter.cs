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
        catch (RequestRefusedException exception)
        {
            return Refusal(StatusCodes.Status400BadRequest, exception.Errors);
        }
        catch (DefinitionException exception)
        {
            return Refusal(StatusCodes.Status400BadRequest, exception.Faults.GroupBy(fault => fault.Path)
                .ToDictionary(group => group.Key, group => (IReadOnlyList<string>)[.. group.Select(fault => $"{fault.Path}: {fault.Message}")]));
        }
        catch (Exception exception) when (exception is DefinitionNotFoundException or RunNotFoundException)
        {
            return Results.NotFound();
        }
        catch (Exception exception) when (exception is RunStateException or AlreadyRunningException)
        {
            return Refusal(StatusCodes.Status409Conflict, exception.Message);
        }
        catch (TooManyLoginsException exception)
        {
            context.HttpContext.Response.Headers.RetryAfter = Math.Ceiling(exception.Wait.TotalSeconds).ToString("0");
            return Refusal(StatusCodes.Status429TooManyRequests, exception.Message);
        }
        catch (BadHttpRequestException exception)
        {
            return Refusal(exception.StatusCode, exception.Message);
        }
        catch (StoreException exception)
        {
            return Refusal(StatusCodes.Status503ServiceUnavailable, exception.Message);
        }
        catch (OperationCanceledException) when (context.HttpContext.RequestAborted.IsCancellationRequested)
        {
            return Results.StatusCode(StatusCodes.Status499ClientClosedRequest);
        }
    }

    private static IResult Refusal(int status, string message) =>
        Refusal(status, new Dictionary<string, IReadOnlyList<string>> { [RequestRefusedException.General] = [message] });

    private static IResult Refusal(int status, IReadOnlyDictionary<string, IReadOnlyList<string>> errors) =>
        Results.Json(new { StatusCode = status, Message = "One or more errors occurred!", Errors = errors }, ElsaJson.Options, "application/problem+json", status);
}
