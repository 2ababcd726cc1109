using System.Text.Json.Nodes;

namespace Masterplan.Runtime.Definitions;

/// <summary>Finds an activity in the JSON of a definition.</summary>
internal static class ActivityPath
{
    /// <summary>Such as <c>root.activities[2]</c>; <c>root</c> if no activity has the id.</summary>
    public static string Of(JsonObject document, string id) => Find(document["root"], "root", id) ?? "root";

    private static string? Find(JsonNode? node, string path, string id)
    {
        if (node is JsonObject found && References.Text(found["id"]) == id && References.Text(found["type"]) is not null)
            return path;
        var children = node switch
        {
            JsonObject json => json.Select(member => (member.Value, $"{path}.{member.Key}")),
            JsonArray list => list.Select((item, index) => (item, $"{path}[{index}]")),
            _ => [],
        };
        return children.Select(child => Find(child.Item1, child.Item2, id)).FirstOrDefault(result => result is not null);
    }
}
