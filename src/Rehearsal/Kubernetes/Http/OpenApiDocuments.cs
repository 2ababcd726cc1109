using System.Text;
using System.Text.Json.Nodes;
using Masterplan.Rehearsal.Kubernetes.Objects;
using Masterplan.Rehearsal.Kubernetes.Resources;

namespace Masterplan.Rehearsal.Kubernetes.Http;

/// <summary>OpenAPI without schemas: enough for kubectl to learn which parameters PATCH takes, and to skip its own validation.</summary>
public sealed class OpenApiDocuments(Catalogue types)
{
    private static readonly string[] PatchParameters = ["dryRun", "fieldManager", "fieldValidation", "force", "pretty"];

    public static JsonObject Swagger() => new()
    {
        ["swagger"] = "2.0",
        ["info"] = new JsonObject { ["title"] = "Kubernetes", ["version"] = "rehearsal" },
        ["paths"] = new JsonObject(),
        ["definitions"] = new JsonObject(),
    };

    /// <summary>The same as gnostic's openapi.v2.Document: swagger = 1, info = 2 (title = 1, version = 2), paths = 8, definitions = 9.</summary>
    public static byte[] Protobuf()
    {
        byte[] info = [.. Field(1, "Kubernetes"u8.ToArray()), .. Field(2, "rehearsal"u8.ToArray())];
        return [.. Field(1, "2.0"u8.ToArray()), .. Field(2, info), .. Field(8, []), .. Field(9, [])];
    }

    public JsonObject Index()
    {
        var paths = new JsonObject();
        foreach (var path in types.All.Select(PathOf).Distinct())
            paths[path] = new JsonObject { ["serverRelativeURL"] = $"/openapi/v3/{path}?hash={Convert.ToHexString(Encoding.UTF8.GetBytes(path))[..8]}" };
        return new JsonObject { ["paths"] = paths };
    }

    public JsonObject OfGroupVersion(string path)
    {
        var paths = new JsonObject();
        foreach (var type in types.All.Where(t => PathOf(t) == path && !t.IsVirtual))
        {
            var item = new JsonObject { ["patch"] = Operation(type), ["put"] = Operation(type), ["delete"] = Operation(type) };
            paths[$"/{path}/{(type.IsNamespaced ? "namespaces/{namespace}/" : string.Empty)}{type.Plural}/{{name}}"] = item;
        }

        return new JsonObject
        {
            ["openapi"] = "3.0.0",
            ["info"] = new JsonObject { ["title"] = "Kubernetes", ["version"] = "rehearsal" },
            ["paths"] = paths,
            ["components"] = new JsonObject { ["schemas"] = new JsonObject() },
        };
    }

    private static string PathOf(ResourceType type) => type.Group.Length == 0 ? $"api/{type.Version}" : $"apis/{type.Group}/{type.Version}";

    private static JsonObject Operation(ResourceType type) => new()
    {
        ["parameters"] = Json.Array(PatchParameters.Select(p => new JsonObject { ["name"] = p, ["in"] = "query", ["schema"] = new JsonObject { ["type"] = p == "force" ? "boolean" : "string" } })),
        ["responses"] = new JsonObject { ["200"] = new JsonObject { ["description"] = "OK" } },
        ["x-kubernetes-group-version-kind"] = new JsonObject { ["group"] = type.Group, ["version"] = type.Version, ["kind"] = type.Kind },
    };

    private static byte[] Field(int number, byte[] content) => [(byte)((number << 3) | 2), (byte)content.Length, .. content];
}
