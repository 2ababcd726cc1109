using System.Text.Json.Nodes;

namespace Masterplan.Host.Tests.Http;

/// <summary>Writes workflows that begin with an HttpEndpoint.</summary>
internal static class EndpointFlow
{
    /// <summary>What Studio sends to save and publish: activities along a line, in their order.</summary>
    public static string Save(string definitionId, JsonObject? options, params JsonObject[] activities) => new JsonObject
    {
        ["publish"] = true,
        ["model"] = new JsonObject
        {
            ["definitionId"] = definitionId,
            ["name"] = definitionId,
            ["options"] = options,
            ["root"] = new JsonObject
            {
                ["id"] = "flow",
                ["type"] = "Elsa.Flowchart",
                ["version"] = 1,
                ["connections"] = new JsonArray([.. activities.Zip(activities.Skip(1), (source, target) => (JsonNode)Connection(source, target))]),
                ["activities"] = new JsonArray([.. activities]),
            },
        },
    }.ToJsonString();

    public static JsonObject Endpoint(string id, string path, bool starts = false, params (string Name, JsonNode? Value)[] inputs)
    {
        var endpoint = Activity("Elsa.HttpEndpoint", id, [("path", Literal(path)), ("supportedMethods", Input("Object", """["POST"]""")), .. inputs]);
        endpoint["customProperties"] = new JsonObject { ["canStartWorkflow"] = starts };
        return endpoint;
    }

    public static JsonObject Response(string id, string script) => Activity("Elsa.WriteHttpResponse", id, ("content", Input("JavaScript", script)));

    public static JsonObject Activity(string type, string id, params (string Name, JsonNode? Value)[] members)
    {
        var activity = new JsonObject { ["id"] = id, ["type"] = type, ["version"] = 1 };
        foreach (var (name, value) in members)
            activity[name] = value;
        return activity;
    }

    public static JsonObject Literal(JsonNode? value) => Input("Literal", value);

    public static JsonObject Input(string syntax, JsonNode? value) => new() { ["typeName"] = "Object", ["expression"] = new JsonObject { ["type"] = syntax, ["value"] = value } };

    private static JsonObject Connection(JsonObject source, JsonObject target) => new()
    {
        ["source"] = new JsonObject { ["activity"] = (string)source["id"]!, ["port"] = "Done" },
        ["target"] = new JsonObject { ["activity"] = (string)target["id"]!, ["port"] = "In" },
    };
}
