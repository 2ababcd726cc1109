using System.Globalization;
using Masterplan.Host.Elsa.Requests;
using Masterplan.Runtime.Runs;

namespace Masterplan.Host.Api;

/// <summary>Tells what happens in a run, as it happens.</summary>
internal static class RunEventEndpoints
{
    public static void MapRunEvents(this IEndpointRouteBuilder api) =>
        api.MapGet("/runs/{id}/events", AnswerAsync)
            .WithSummary("What happens in a run, as server-sent events: each line of the journals of the run and of all that it dispatched, once, in order. Last-Event-ID goes on after the last one that was read, the query since=now leaves out what is stored already. 'stopped' says that the run cannot go on by itself: it is paused, or an incident needs a person. 'end' is the last event; after it the answer is 204.")
            .Produces<string>(StatusCodes.Status200OK, EventStream.ContentType).Produces(StatusCodes.Status204NoContent).ProducesProblem(StatusCodes.Status404NotFound);

    private static async Task<IResult> AnswerAsync(string id, HttpContext context, RunEventStream stream)
    {
        var last = context.Request.Headers["Last-Event-ID"].ToString();
        if (last == RunEventStream.EndId)
            return Results.NoContent();
        var since = context.Request.Query["since"].ToString();
        if (since is not ("" or "now"))
            throw new RequestRefusedException("since", $"'{since}' is not 'now'.");
        var position = since.Length > 0 ? RunEventStream.FromNow : 0;
        if (last.Length > 0 && !long.TryParse(last, NumberStyles.None, CultureInfo.InvariantCulture, out position))
            throw new RequestRefusedException("Last-Event-ID", $"'{last}' is no id of an event of this stream.");
        return await stream.OpenAsync(id, position, context.RequestAborted) is { } events ? events : Problems.Of(new RunNotFoundException(id))!;
    }
}
