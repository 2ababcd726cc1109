using System.Text.Json.Nodes;

namespace Masterplan.Bench.Serving;

/// <summary>The workflows that are served.</summary>
internal static class ServedDefinitions
{
    /// <summary>Three steps: a request comes, a variable is set to what it brings, the answer is that variable.</summary>
    public static JsonObject Echo(string id, string path)
    {
        var endpoint = Activity("Elsa.HttpEndpoint", "in", ("path", Input("Literal", path)), ("supportedMethods", Input("Object", """["POST"]""")));
        endpoint["customProperties"] = new JsonObject { ["canStartWorkflow"] = true };
        return Definition(
            id,
            endpoint,
            Activity("Elsa.SetVariable", "set", ("variable", new JsonObject { ["id"] = "number", ["name"] = "number" }), ("value", Input("JavaScript", "getInput('HttpRequest').content.number"))),
            Activity("Elsa.WriteHttpResponse", "out", ("content", Input("JavaScript", "`${getNumber()}`"))));
    }

    public static JsonObject Tiny(string id) => Definition(id, Activity("Elsa.SetName", "name", ("value", Input("JavaScript", "`run ${getWorkflowInstanceId()}`"))));

    /// <summary>Steps of which each suspends the run for so many milliseconds.</summary>
    public static JsonObject Waits(string id, int steps, int milliseconds) => Definition(id, [.. Steps(steps, step => Activity("Elsa.Delay", step, ("timeSpan", Input("Literal", $"{TimeSpan.FromMilliseconds(milliseconds):c}"))))]);

    /// <summary>Steps of which each calls a server and waits for its answer.</summary>
    public static JsonObject Calls(string id, int steps, Uri server) => Definition(id, [.. Steps(steps, step => Activity("Elsa.FlowSendHttpRequest", step, ("url", Input("Literal", $"{server}")), ("expectedStatusCodes", Input("Object", "[]"))))]);

    /// <summary>Waits for what never comes.</summary>
    public static JsonObject Suspended(string id) => Definition(id, Activity("Elsa.Event", "wait", ("eventName", Input("Literal", "never"))));

    /// <summary>Begins once a year.</summary>
    public static JsonObject Scheduled(string id)
    {
        var cron = Activity("Elsa.Cron", "cron", ("cronExpression", Input("Literal", "0 0 4 1 1 *")));
        cron["customProperties"] = new JsonObject { ["canStartWorkflow"] = true };
        return Definition(id, cron);
    }

    private static IEnumerable<JsonObject> Steps(int count, Func<string, JsonObject> step) => Enumerable.Range(1, count).Select(number => step($"step{number}"));

    private static JsonObject Definition(string id, params JsonObject[] activities) => new()
    {
        ["definitionId"] = id,
        ["name"] = id,
        ["description"] = $"Measures what {id} costs.",
        ["variables"] = new JsonArray(new JsonObject { ["id"] = "number", ["name"] = "number", ["typeName"] = "Int32" }),
        ["root"] = new JsonObject
        {
            ["id"] = "flow",
            ["type"] = "Elsa.Flowchart",
            ["version"] = 1,
            ["connections"] = new JsonArray([.. activities.Zip(activities.Skip(1), (source, target) => (JsonNode)new JsonObject
            {
                ["source"] = new JsonObject { ["activity"] = (string)source["id"]!, ["port"] = "Done" },
                ["target"] = new JsonObject { ["activity"] = (string)target["id"]!, ["port"] = "In" },
            })]),
            ["activities"] = new JsonArray([.. activities]),
        },
    };

    private static JsonObject Activity(string type, string id, params (string Name, JsonNode Value)[] members)
    {
        var activity = new JsonObject { ["id"] = id, ["type"] = type, ["version"] = 1 };
        foreach (var (name, value) in members)
            activity[name] = value;
        return activity;
    }

    private static JsonObject Input(string syntax, string value) => new() { ["typeName"] = "Object", ["expression"] = new JsonObject { ["type"] = syntax, ["value"] = value } };
}
