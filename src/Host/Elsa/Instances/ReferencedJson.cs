using System.Globalization;
using System.Text.Json.Nodes;

namespace Masterplan.Host.Elsa.Instances;

/// <summary>Writes JSON in the form that keeps references apart: each object with a <c>$id</c>, each list in <c>$values</c>. Elsa's instance files have it.</summary>
internal sealed class ReferencedJson
{
    private int last;

    public static JsonNode? Of(JsonNode? node) => new ReferencedJson().Copy(node);

    private JsonNode? Copy(JsonNode? node)
    {
        if (node is not (JsonObject or JsonArray))
            return node?.DeepClone();
        var copy = new JsonObject { ["$id"] = (++last).ToString(CultureInfo.InvariantCulture) };
        if (node is JsonArray list)
            copy["$values"] = new JsonArray([.. list.Select(Copy)]);
        else
            foreach (var (name, value) in node.AsObject())
                copy[name] = Copy(value);
        return copy;
    }
}
