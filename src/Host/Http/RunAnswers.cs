using Masterplan.Host.Elsa.Requests;
using Masterplan.Runtime.Activities.Http;
using Masterplan.Runtime.Authoring;
using Masterplan.Runtime.Runs;

namespace Masterplan.Host.Http;

/// <summary>Brings the answers of runs to the requests that they answer.</summary>
internal sealed class RunAnswers(IHttpAnswers answers, IWorkflowInstances instances)
{
    /// <param name="context">The request.</param>
    /// <param name="requestId">Its id, under which the run answers.</param>
    /// <param name="run">Gives the request to a run, waits for as long as its caller should, and says which run it is.</param>
    public async Task<IResult> AnswerAsync(HttpContext context, string requestId, Func<Task<string>> run)
    {
        using var expected = answers.Expect(requestId);
        var running = run();
        await Task.WhenAny(expected.Answer, running);
        return expected.Answer.IsCompleted ? Written(await expected.Answer, context.Response) : await UnansweredAsync(await running, context.RequestAborted);
    }

    private static IResult Written(HttpAnswer answer, HttpResponse response)
    {
        foreach (var (name, value) in answer.Headers)
            response.Headers[name] = value;
        return answer.Content.Length == 0 ? Results.StatusCode(answer.StatusCode) : Results.Text(answer.Content, answer.ContentType, statusCode: answer.StatusCode);
    }

    /// <summary>The run has written no answer: it goes on, it is over, or the request was a repetition of one that was answered before.</summary>
    private async Task<IResult> UnansweredAsync(string id, CancellationToken cancellationToken)
    {
        var run = await instances.GetAsync(id, cancellationToken);
        var status = run switch
        {
            { SubStatus: WorkflowSubStatus.Faulted } => StatusCodes.Status500InternalServerError,
            { Status: WorkflowStatus.Finished } => StatusCodes.Status200OK,
            _ => StatusCodes.Status202Accepted,
        };
        return ElsaJson.Json(new { WorkflowInstanceId = id, run.Status, run.SubStatus }, status);
    }
}
