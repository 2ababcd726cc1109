using System.Text.Json.Nodes;

namespace Masterplan.Host.Elsa.Instances;

/// <summary>Maps of properties carry their type's name, as clients of Elsa expect.</summary>
internal static class ObjectMap
{
    public static JsonObject Empty() => new() { ["_type"] = "ObjectMap" };
}
