using System.Text.Json.Nodes;
using Masterplan.Runtime.Authoring;
using Masterplan.Runtime.Runs;

namespace Masterplan.Host.Elsa.Instances;

/// <summary>An execution of an activity as Studio reads it.</summary>
internal static class ActivityExecutionModel
{
    public static JsonObject Summary(ActivityExecutionRecord record)
    {
        var model = new JsonObject
        {
            ["id"] = record.Id,
            ["workflowInstanceId"] = record.InstanceId,
            ["activityId"] = record.ActivityId,
            ["activityNodeId"] = record.NodeId,
            ["activityType"] = record.ActivityType,
            ["activityTypeVersion"] = record.ActivityTypeVersion,
            ["activityName"] = record.ActivityName ?? record.DisplayName,
            ["startedAt"] = record.StartedAt,
            ["hasBookmarks"] = record.HasBookmarks,
            ["status"] = record.Status.ToString(),
            ["metadata"] = ObjectMap.Empty(),
            ["aggregateFaultCount"] = record.Status == ActivityStatus.Faulted ? 1 : 0,
        };
        if (record.CompletedAt is { } completed)
            model["completedAt"] = completed;
        return model;
    }

    public static JsonObject Whole(ActivityExecutionRecord record)
    {
        var model = Summary(record);
        model["activityState"] = Parsed(record.Inputs) ?? new JsonObject();
        model["outputs"] = Parsed(record.Outputs) ?? new JsonObject();
        model["payload"] = Payload(record);
        model["properties"] = ObjectMap.Empty();
        model["callStackDepth"] = record.NodeId.Count(character => character == ':');
        if (Parsed(record.Exception) is { } exception)
            model["exception"] = exception;
        if (record.ParentId is { } parent)
        {
            model["schedulingActivityExecutionId"] = parent;
            model["schedulingActivityId"] = record.NodeId.Split(':')[^2];
        }

        return model;
    }

    private static JsonObject Payload(ActivityExecutionRecord record)
    {
        var payload = Parsed(record.Payload) as JsonObject ?? [];
        if (Parsed(record.Outcomes) is { } outcomes)
            payload["Outcomes"] = outcomes;
        return payload;
    }

    private static JsonNode? Parsed(string? json) => json is null ? null : JsonNode.Parse(json);
}
