using System.Text.Json;
using System.Text.Json.Nodes;
using Masterplan.Host.Elsa.Requests;
using Masterplan.Runtime.Authoring;
using Masterplan.Runtime.Runs;

namespace Masterplan.Host.Elsa.Instances;

/// <summary>A run as Studio reads it.</summary>
internal static class InstanceModel
{
    public static object Summary(WorkflowInstance instance) => new
    {
        instance.Id,
        instance.DefinitionId,
        instance.DefinitionVersionId,
        instance.Version,
        instance.Status,
        instance.SubStatus,
        instance.CorrelationId,
        instance.Name,
        instance.IncidentCount,
        instance.CreatedAt,
        instance.UpdatedAt,
        instance.FinishedAt,
    };

    public static JsonObject Whole(WorkflowInstance instance, JsonObject state)
    {
        var model = JsonSerializer.SerializeToNode(Summary(instance), ElsaJson.Options)!.AsObject();
        model["isExecuting"] = instance.SubStatus == WorkflowSubStatus.Executing;
        model["isSystem"] = false;
        model["workflowState"] = state;
        return model;
    }
}
