using System.Text.Json.Nodes;
using Masterplan.Activities.Clusters;
using Masterplan.Host.Api;
using Masterplan.Host.Audit;
using Masterplan.Host.Clusters;
using Masterplan.Runtime.Activities.Http;
using Masterplan.Runtime.Definitions;
using Masterplan.Runtime.Runs;

namespace Masterplan.Host.Http;

/// <summary>
/// Answers the requests that start a cluster's workflows. They are checked before the run is started, so that bad input starts none; a repetition gets the same answer. With the query
/// <c>rejoin=true</c>, a run under way that was asked for the same is the answer.
/// </summary>
internal sealed class ClusterRequests(ClusterRuns runs, IWorkflowDefinitions definitions)
{
    /// <param name="workflow">What is to be started.</param>
    /// <param name="start">The start that the request's endpoint asks for.</param>
    /// <param name="request">The request, whose body holds the workflow's inputs.</param>
    /// <param name="context">Is told what it concerns, for the record.</param>
    public async Task<IResult> AnswerAsync(ClusterWorkflow workflow, StartRequest start, HttpRequestData request, HttpContext context)
    {
        var declared = (await definitions.FindByVersionIdAsync(start.DefinitionVersionId!, context.RequestAborted))?.Document["inputs"] as JsonArray ?? [];
        try
        {
            return await AnswerAsync(workflow, start, RunInputReader.Read(workflow, declared, request.Content), declared, context);
        }
        catch (Exception exception) when (Problems.Of(exception) is { } problem)
        {
            return problem;
        }
    }

    private async Task<IResult> AnswerAsync(ClusterWorkflow workflow, StartRequest start, RunInput input, JsonArray declared, HttpContext context)
    {
        var cluster = input.Text(ClusterWorkflows.Cluster);
        context.Concerns(cluster);
        try
        {
            var same = context.Request.Query["rejoin"] == "true" ? await runs.SameAsync(workflow.DefinitionId, input, context.RequestAborted) : null;
            var run = same ?? await StartAsync(start, input, context.RequestAborted);
            context.Concerns(cluster, run);
            return Accepted(workflow, cluster, run, same is not null);
        }
        catch (ConfigurationException exception)
        {
            return Problems.Of(exception, path => Place(path, declared));
        }
    }

    private async Task<string> StartAsync(StartRequest start, RunInput input, CancellationToken cancellationToken)
    {
        var repeated = start.IdempotencyKey is { } key ? await runs.RepeatedAsync(key, input, cancellationToken) : null;
        if (repeated is not null)
            return repeated;
        try
        {
            await runs.CheckAsync(start.DefinitionId, input, cancellationToken);
        }
        catch (AlreadyRunningException) when (start.IdempotencyKey is not null)
        {
            // What is under way may be what a repetition of this very request has started meanwhile.
            if (await runs.RepeatedAsync(start.IdempotencyKey, input, cancellationToken) is { } meanwhile)
                return meanwhile;
            throw;
        }

        return await runs.StartAsync(start with { Input = start.Input.Concat(input.Values).ToDictionary() }, cancellationToken);
    }

    private static IResult Accepted(ClusterWorkflow workflow, string cluster, string run, bool isRejoined)
    {
        var links = RunLinks.Of(run, cluster);
        return Results.Accepted(links.Run, new { run, definition = workflow.DefinitionId, cluster, rejoined = isRejoined, links });
    }

    /// <summary>A fault names the member that the request wrote: what is no input by itself stands in the spec.</summary>
    private static string Place(string path, JsonArray declared)
    {
        var names = declared.Select(input => RunInputReader.Path((string?)input?["name"] ?? "")).ToList();
        if (path == "name")
            return RunInputReader.Path(ClusterWorkflows.Cluster);
        return names.Contains("spec") && !names.Contains(path.Split('.')[0]) ? $"spec.{path}" : path;
    }
}
