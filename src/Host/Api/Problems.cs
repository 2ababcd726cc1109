using Masterplan.Activities;
using Masterplan.Activities.Clusters;
using Masterplan.Exoscale;
using Masterplan.Host.Elsa.Requests;
using Masterplan.Runtime.Definitions;
using Masterplan.Runtime.Runs;
using Masterplan.Runtime.Store;

namespace Masterplan.Host.Api;

/// <summary>Answers that say what is wrong, as problem details (RFC 9457) with every fault under its path.</summary>
internal static class Problems
{
    /// <summary>Where a fault is about the request as a whole.</summary>
    private const string Whole = "request";

    public static IResult Of(int status, string detail, IReadOnlyDictionary<string, string[]>? errors = null, object? links = null)
    {
        var extensions = new Dictionary<string, object?>(StringComparer.Ordinal);
        if (errors is not null)
            extensions["errors"] = errors;
        if (links is not null)
            extensions["links"] = links;
        return Results.Problem(detail, statusCode: status, extensions: extensions);
    }

    /// <summary>Null for what nobody foresaw.</summary>
    public static IResult? Of(Exception exception) => exception switch
    {
        ConfigurationException refused => Of(refused, path => path),
        RequestRefusedException refused => Of(StatusCodes.Status400BadRequest, refused.Message, refused.Errors.ToDictionary(error => error.Key == RequestRefusedException.General ? Whole : error.Key, error => error.Value.ToArray())),
        BadHttpRequestException bad => Of(bad.StatusCode, bad.Message),
        RunNotFoundException or DefinitionNotFoundException => Of(StatusCodes.Status404NotFound, exception.Message),
        AlreadyRunningException other => Of(StatusCodes.Status409Conflict, other.Message, links: RunLinks.Of(other.RunningInstanceId)),
        RunStateException or DefinitionInUseException => Of(StatusCodes.Status409Conflict, exception.Message),
        StoreException => Of(StatusCodes.Status503ServiceUnavailable, exception.Message),
        ExoscaleException => Of(StatusCodes.Status502BadGateway, $"The cloud refused, or could not be reached: {exception.Message}"),
        MasterplanException => Of(StatusCodes.Status503ServiceUnavailable, exception.Message),
        _ => null,
    };

    /// <param name="exception">The faults.</param>
    /// <param name="place">Turns a fault's path into the path of the request's member.</param>
    public static IResult Of(ConfigurationException exception, Func<string, string> place) => Of(
        StatusCodes.Status400BadRequest,
        exception.Message,
        exception.Faults.GroupBy(fault => fault.Path.Length == 0 ? Whole : place(fault.Path)).ToDictionary(group => group.Key, group => group.Select(fault => fault.Message).ToArray()));
}
