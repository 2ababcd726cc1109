using Masterplan.Host.Elsa.Requests;
using Masterplan.Host.Elsa.Runs;
using Masterplan.Runtime.Activities.Http;
using Masterplan.Runtime.Authoring;
using Masterplan.Runtime.Triggers;

namespace Masterplan.Host.Http;

/// <summary>Brings requests to the runs that wait for them in the middle of their workflow.</summary>
internal sealed class WaitingRuns(IHttpWaits waits, FirstBurst burst, RunAnswers answers, IIdentityGenerator ids)
{
    /// <summary>Null if no run waits for such a request.</summary>
    public async Task<IResult?> AnswerAsync(HttpContext context, PathString path, string? instanceId, string? correlationId)
    {
        var found = (await waits.WaitsAsync(instanceId, correlationId, context.RequestAborted))
            .Select(wait => (Wait: wait, Route: new HttpRoute(wait.Endpoint)))
            .Select(item => (item.Wait, item.Route, Values: item.Route.Match(path, context.Request.Method)))
            .Where(item => item.Values is not null)
            .OrderBy(item => item.Route.FreeParts)
            .ToList();
        if (found.Count == 0)
            return null;
        var (wait, route, values) = found[0];
        if (WorkflowRequests.Refusal(context.User, route.Role) is { } refusal)
            return refusal;
        if (found.TakeWhile(item => item.Route.FreeParts == route.FreeParts).Sum(item => item.Wait.Runs) > 1)
            throw new RequestRefusedException(RequestRefusedException.General, "More than one run waits for this request. Name the one that is meant: X-Workflow-Instance-ID, or X-Correlation-ID.");
        var data = await RequestReader.ReadAsync(context.Request, values!, ids.GenerateId());
        return await answers.AnswerAsync(context, data.Id, () => burst.ResumeAsync(
            wait.InstanceId, wait.BookmarkId, new Dictionary<string, object?> { [HttpRequestData.InputKey] = data }, route.Timeout, context.RequestAborted));
    }
}
