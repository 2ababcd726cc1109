using System.Text;
using System.Text.Json.Nodes;
using Masterplan.Host.Elsa.Requests;
using Masterplan.Runtime.Definitions;

namespace Masterplan.Host.Elsa.Definitions;

/// <summary>Shows parts of a definition: what stands below an activity, and the way down to one.</summary>
internal static class DefinitionGraphEndpoints
{
    private static readonly string[] AlwaysDeclared =
    [
        "function getWorkflowDefinitionId(): string", "function getWorkflowInstanceId(): string", "function getCorrelationId(): string", "function setCorrelationId(value: string): void",
        "function getWorkflowInstanceName(): string", "function setWorkflowInstanceName(value: string): void", "function getVariable(name: string): any",
        "function setVariable(name: string, value: any): void", "function getInput(name: string): any", "function getOutputFrom(activity: string, output?: string): any",
        "function getLastResult(): any", "function toJson(value: any): string", "function isNullOrEmpty(value: string): boolean", "function newGuidString(): string",
        "const variables: any", "const input: any",
    ];

    public static void MapDefinitionGraphs(this IEndpointRouteBuilder api)
    {
        api.MapGet("/workflow-definitions/subgraph/{id}", SubgraphAsync);
        api.MapGet("/workflow-definitions/subgraph/segments/{id}", SegmentsAsync);
        api.MapPost("/scripting/javascript/type-definitions/{definitionId}", TypesAsync);
    }

    private static async Task<IResult> SubgraphAsync(string id, HttpRequest request, IWorkflowDefinitions definitions, DefinitionModel model, CancellationToken cancellationToken)
    {
        if (await definitions.FindByVersionIdAsync(id, cancellationToken) is not { } definition)
            return Results.NotFound();
        var path = Path(model.Of(definition), request.Text("parentNodeId"));
        return path is null ? Results.NotFound() : ElsaJson.Json(Node(path[^1]));
    }

    private static async Task<IResult> SegmentsAsync(string id, HttpRequest request, IWorkflowDefinitions definitions, DefinitionModel model, CancellationToken cancellationToken)
    {
        var child = request.Text("childNodeId") ?? throw new RequestRefusedException("childNodeId", "The query parameter 'childNodeId' is missing.");
        if (await definitions.FindByVersionIdAsync(id, cancellationToken) is not { } definition || Path(model.Of(definition), child) is not { } path)
            return Results.NotFound();
        return ElsaJson.Json(new
        {
            ChildNode = Node(path[^1]),
            Container = Node(path[^Math.Min(2, path.Count)]),
            PathSegments = path.SkipLast(1).Zip(path.Skip(1), (owner, next) => new
            {
                ActivityNodeId = owner.Activity["nodeId"],
                ActivityId = owner.Activity["id"],
                ActivityType = owner.Activity["type"],
                ActivityName = owner.Activity["name"],
                PortName = next.Port,
            }),
        });
    }

    /// <summary>The activities from the root down to the node; null if there is no such node. Without a node, the root.</summary>
    private static List<(string Port, JsonObject Activity)>? Path(JsonObject model, string? nodeId)
    {
        var path = new List<(string Port, JsonObject Activity)> { ("Root", (JsonObject)model["root"]!) };
        while (nodeId is not null && DefinitionNodes.Text(path[^1].Activity["nodeId"]) != nodeId)
        {
            var next = DefinitionNodes.Children(path[^1].Activity).Find(child => $"{nodeId}:".StartsWith($"{child.Activity["nodeId"]}:", StringComparison.Ordinal));
            if (next.Activity is null)
                return null;
            path.Add((Pascal(next.Port), next.Activity));
        }

        return path;
    }

    private static object Node((string Port, JsonObject Activity) step) => new { NodeId = step.Activity["nodeId"], step.Port, step.Activity };

    private static string Pascal(string name) => char.ToUpperInvariant(name[0]) + name[1..];

    private static async Task<IResult> TypesAsync(string definitionId, IWorkflowDefinitions definitions, CancellationToken cancellationToken)
    {
        if (await definitions.FindAsync(definitionId, cancellationToken: cancellationToken) is not { } definition)
            return Results.NotFound();
        var declared = new StringBuilder();
        foreach (var name in Names(definition.Document["variables"]))
            declared.AppendLine($"declare function get{Pascal(name)}(): any;").AppendLine($"declare function set{Pascal(name)}(value: any): void;");
        foreach (var name in Names(definition.Document["inputs"]))
            declared.AppendLine($"declare function get{Pascal(name)}(): any;");
        foreach (var line in AlwaysDeclared)
            declared.AppendLine($"declare {line};");
        return Results.Text(declared.ToString(), "application/x-typescript");
    }

    private static IEnumerable<string> Names(JsonNode? list) =>
        (list as JsonArray ?? []).OfType<JsonObject>().Select(item => DefinitionNodes.Text(item["name"])).Where(name => name is { Length: > 0 }).Select(name => name!).Distinct();
}
