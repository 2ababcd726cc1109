using System.Text.Json.Nodes;
using Masterplan.Runtime.Activities.Http;
using Masterplan.Runtime.Definitions;
using Masterplan.Runtime.Json;
using Masterplan.Runtime.Store;

namespace Masterplan.Runtime.Triggers;

/// <summary>Sees to it that a path and method start one workflow only.</summary>
internal static class HttpPaths
{
    /// <summary>Fails with <see cref="DefinitionException"/> where another published definition has the path and method.</summary>
    public static void CheckFree(WriteSession session, DefinitionRow definition, IEnumerable<TriggerRow> triggers)
    {
        var faults = new List<DefinitionFault>();
        foreach (var trigger in triggers.Where(trigger => trigger.Name == HttpEndpoint.TypeName))
            if (session.Scalar("SELECT DefinitionId FROM Triggers WHERE Name=@p0 AND Hash=@p1 AND DefinitionId<>@p2", trigger.Name, trigger.Hash, trigger.DefinitionId) is string other)
                faults.Add(Taken(definition, trigger, other));
        if (faults.Count > 0)
            throw new DefinitionException(definition.DefinitionId, faults);
    }

    private static DefinitionFault Taken(DefinitionRow definition, TriggerRow trigger, string other)
    {
        var endpoint = RuntimeJson.Deserialize<HttpEndpointStimulus>(trigger.Payload!)!;
        return new DefinitionFault(
            $"{ActivityPath.Of((JsonObject)JsonNode.Parse(definition.Json)!, trigger.ActivityId)}.path",
            $"The path '{endpoint.Path}' and the method '{endpoint.Method}' already start the workflow '{other}'. Choose another path, or retract that workflow.");
    }
}
