using System.Text.Json.Nodes;

namespace Masterplan.Runtime.Tests;

/// <summary>Writes definitions in few words.</summary>
internal static class Flow
{
    public static JsonObject Definition(string id, JsonObject root, string[]? variables = null, string[]? outputs = null, string[]? inputs = null, string? incidents = null) => new()
    {
        ["id"] = $"{id}-1",
        ["definitionId"] = id,
        ["name"] = id,
        ["variables"] = new JsonArray([.. (variables ?? []).Select(text =>
        {
            var parts = text.Split('=', 2);
            var typed = parts[0].Split(':');
            return (JsonNode)new JsonObject { ["id"] = $"v-{typed[0]}", ["name"] = typed[0], ["typeName"] = typed.ElementAtOrDefault(1) ?? "Object", ["value"] = parts.ElementAtOrDefault(1) };
        })]),
        ["inputs"] = new JsonArray([.. (inputs ?? []).Select(name => (JsonNode)new JsonObject { ["name"] = name, ["type"] = "Object" })]),
        ["outputs"] = new JsonArray([.. (outputs ?? []).Select(name => (JsonNode)new JsonObject { ["name"] = name, ["type"] = "Object" })]),
        ["options"] = incidents is null ? new JsonObject() : new JsonObject { ["incidentStrategyType"] = incidents },
        ["root"] = root,
    };

    /// <summary>Connections read <c>A-&gt;B</c>, or <c>A:True-&gt;B</c>.</summary>
    public static JsonObject Chart(JsonObject[] activities, params string[] connections) => new()
    {
        ["id"] = "Flowchart1",
        ["type"] = "Elsa.Flowchart",
        ["activities"] = new JsonArray([.. activities]),
        ["connections"] = new JsonArray([.. connections.Select(text =>
        {
            var ends = text.Split("->");
            var source = ends[0].Split(':');
            return (JsonNode)new JsonObject
            {
                ["source"] = new JsonObject { ["activity"] = source[0], ["port"] = source.ElementAtOrDefault(1) ?? "Done" },
                ["target"] = new JsonObject { ["activity"] = ends[1], ["port"] = "In" },
            };
        })]),
    };

    public static JsonObject Sequence(params JsonObject[] activities) => Activity("Elsa.Sequence", "Sequence1", ("activities", new JsonArray([.. activities])));

    public static JsonObject Activity(string type, string id, params (string Name, JsonNode? Value)[] members)
    {
        var json = new JsonObject { ["id"] = id, ["type"] = type, ["version"] = 1 };
        foreach (var (name, value) in members)
            json[name] = value;
        return json;
    }

    public static JsonObject Literal(JsonNode? value) => Input("Literal", value);

    public static JsonObject Js(string script) => Input("JavaScript", script);

    public static JsonObject Var(string name) => Input("Variable", new JsonObject { ["id"] = $"v-{name}", ["name"] = name });

    public static JsonObject Input(string type, JsonNode? value) => new() { ["typeName"] = "Object", ["expression"] = new JsonObject { ["type"] = type, ["value"] = value } };

    public static JsonObject To(string name) => new() { ["typeName"] = "Object", ["memoryReference"] = new JsonObject { ["id"] = name } };

    public static JsonObject Write(string id, string text) => Activity("Elsa.WriteLine", id, ("text", Literal(text)));

    public static JsonObject WriteJs(string id, string script) => Activity("Elsa.WriteLine", id, ("text", Js(script)));

    public static JsonObject Decision(string id, string script) => Activity("Elsa.FlowDecision", id, ("condition", Js(script)));

    public static JsonObject Set(string id, string variable, string script) =>
        Activity("Elsa.SetVariable", id, ("variable", new JsonObject { ["id"] = $"v-{variable}", ["name"] = variable }), ("value", Js(script)));

    public static JsonObject Fork(string id, params string[] branches) =>
        Activity("Elsa.FlowFork", id, ("branches", Input("Object", new JsonArray([.. branches.Select(branch => (JsonNode)branch)]).ToJsonString())));

    public static JsonObject Join(string id, string mode) => Activity("Elsa.FlowJoin", id, ("mode", Literal(mode)));

    public static JsonObject Event(string id, string name) => Activity("Elsa.Event", id, ("eventName", Literal(name)));

    public static JsonObject Delay(string id, string span) => Activity("Elsa.Delay", id, ("timeSpan", Literal(span)));

    public static JsonObject WriteOf(JsonObject write) => write;
}
