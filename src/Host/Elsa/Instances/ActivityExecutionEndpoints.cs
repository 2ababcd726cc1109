using Masterplan.Host.Elsa.Requests;
using Masterplan.Runtime.Runs;

namespace Masterplan.Host.Elsa.Instances;

/// <summary>Shows how the activities of a run went.</summary>
internal static class ActivityExecutionEndpoints
{
    public static void MapActivityExecutions(this IEndpointRouteBuilder api)
    {
        api.MapPost("/activity-executions/report", ReportAsync);
        api.MapGet("/activity-executions/list", async (HttpRequest request, IRunHistory history, CancellationToken token) =>
            ElsaJson.List([.. (await history.ExecutionsAsync(Wanted(request), token)).Select(ActivityExecutionModel.Whole)]));
        api.MapGet("/activity-execution-summaries/list", async (HttpRequest request, IRunHistory history, CancellationToken token) =>
            ElsaJson.List([.. (await history.ExecutionsAsync(Wanted(request), token)).Select(ActivityExecutionModel.Summary)]));
        api.MapGet("/activity-executions/count", async (HttpRequest request, IRunHistory history, CancellationToken token) =>
            ElsaJson.Json(new { Count = await history.CountExecutionsAsync(Wanted(request), token) }));
        api.MapGet("/activity-executions/by-id", (HttpRequest request, IRunHistory history, CancellationToken token) => FindAsync(request.Text("id") ?? "", history, token));
        api.MapGet("/activity-executions/{id}", FindAsync);
        api.MapGet("/activity-executions/{id}/call-stack", CallStackAsync);
    }

    private static ExecutionFilter Wanted(HttpRequest request) =>
        new(request.Text("workflowInstanceId") ?? throw new RequestRefusedException("workflowInstanceId", "The query parameter 'workflowInstanceId' is missing."))
        {
            NodeId = request.Text("activityNodeId"),
            IsCompleted = request.Flag("completed"),
        };

    private static async Task<IResult> ReportAsync(HttpRequest request, IRunHistory history, CancellationToken cancellationToken)
    {
        var body = await Body.ReadAsync<ReportRequest>(request);
        return ElsaJson.Json(new { Stats = (await history.StatsAsync(body.WorkflowInstanceId, body.ActivityNodeIds, cancellationToken)).Select(ActivityStatsModel.Of) });
    }

    private static async Task<IResult> FindAsync(string id, IRunHistory history, CancellationToken cancellationToken) =>
        await history.FindExecutionAsync(id, cancellationToken) is { } record ? ElsaJson.Json(ActivityExecutionModel.Whole(record)) : Results.NotFound();

    /// <summary>The executions from the workflow itself down to the one asked for.</summary>
    private static async Task<IResult> CallStackAsync(string id, IRunHistory history, CancellationToken cancellationToken)
    {
        var stack = new List<ActivityExecutionRecord>();
        for (var next = id; next is not null && await history.FindExecutionAsync(next, cancellationToken) is { } record; next = record.ParentId)
            stack.Insert(0, record);
        return stack.Count == 0 ? Results.NotFound() : ElsaJson.Json(new { ActivityExecutionId = id, Items = stack.Select(ActivityExecutionModel.Whole), TotalCount = stack.Count });
    }

    private sealed record ReportRequest
    {
        public string WorkflowInstanceId { get; init; } = "";

        public IReadOnlyList<string> ActivityNodeIds { get; init; } = [];
    }
}
