using System.Text.Json.Nodes;
using Masterplan.Host.Elsa.Requests;
using Masterplan.Runtime.Activities.Http;
using Masterplan.Runtime.Runs;

namespace Masterplan.Host.Elsa.Descriptors;

/// <summary>How failed requests of workflows are tried again: the choice that the designer offers, and the attempts that its viewer shows.</summary>
internal static class ResilienceEndpoints
{
    public static void MapResilience(this IEndpointRouteBuilder api)
    {
        api.MapGet("/resilience/strategies", () => ElsaJson.List([.. HttpCallStrategy.All.Select(Strategy)]));
        api.MapGet("/resilience/retries/{activityInstanceId}", RetriesAsync);
    }

    private static JsonObject Strategy(HttpCallStrategy strategy) => new()
    {
        ["$type"] = "HttpResilienceStrategy",
        ["id"] = strategy.Id,
        ["displayName"] = strategy.DisplayName,
        ["maxRetryAttempts"] = strategy.MaxRetryAttempts,
        ["delay"] = strategy.Delay.ToString("c"),
        ["backoffType"] = "Exponential",
        ["useJitter"] = true,
    };

    private static async Task<IResult> RetriesAsync(string activityInstanceId, IRunHistory history, CancellationToken cancellationToken)
    {
        var entries = await history.FindExecutionAsync(activityInstanceId, cancellationToken) is { } execution
            ? (await history.JournalAsync(execution.InstanceId, new JournalFilter { NodeIds = [execution.NodeId], EventNames = ["Retry"] }, 0, int.MaxValue, cancellationToken)).Items
            : [];
        var retries = entries.Where(entry => entry.ActivityInstanceId == activityInstanceId).Select(Retry).ToList();
        return ElsaJson.Json(new { Items = retries, TotalCount = retries.Count, Links = Array.Empty<object>() });
    }

    private static JsonObject Retry(JournalEntry entry)
    {
        var payload = entry.Payload is null ? null : JsonNode.Parse(entry.Payload) as JsonObject;
        return new JsonObject
        {
            ["id"] = entry.Id,
            ["activityInstanceId"] = entry.ActivityInstanceId,
            ["activityId"] = entry.ActivityId,
            ["workflowInstanceId"] = entry.InstanceId,
            ["attemptNumber"] = payload?["attempt"]?.DeepClone() ?? 0,
            ["retryDelay"] = payload?["delay"]?.DeepClone() ?? "00:00:00",
            ["details"] = new JsonObject { ["message"] = entry.Message },
        };
    }
}
