using System.Text.Json;
using System.Text.Json.Nodes;

namespace Masterplan.Runtime.Definitions;

/// <summary>The type names of variables, inputs and outputs in definition JSON.</summary>
internal static class VariableTypes
{
    private static readonly Dictionary<string, Type> ByName = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Object"] = typeof(object),
        ["String"] = typeof(string),
        ["Boolean"] = typeof(bool),
        ["Byte"] = typeof(byte),
        ["Int16"] = typeof(short),
        ["Int32"] = typeof(int),
        ["Int64"] = typeof(long),
        ["Long"] = typeof(long),
        ["Single"] = typeof(float),
        ["Double"] = typeof(double),
        ["Decimal"] = typeof(decimal),
        ["Guid"] = typeof(Guid),
        ["DateTime"] = typeof(DateTime),
        ["DateTimeOffset"] = typeof(DateTimeOffset),
        ["DateOnly"] = typeof(DateOnly),
        ["TimeOnly"] = typeof(TimeOnly),
        ["TimeSpan"] = typeof(TimeSpan),
        ["Uri"] = typeof(Uri),
        ["StringDictionary"] = typeof(Dictionary<string, string>),
        ["ObjectDictionary"] = typeof(Dictionary<string, object?>),
        ["Dictionary<string, object>"] = typeof(Dictionary<string, object?>),
        ["ExpandoObject"] = typeof(object),
        ["JSON"] = typeof(object),
        ["JsonElement"] = typeof(JsonElement),
        ["JsonNode"] = typeof(JsonNode),
        ["JsonObject"] = typeof(JsonObject),
        ["JsonArray"] = typeof(JsonArray),
        ["ByteArray"] = typeof(byte[]),
    };

    public static IReadOnlyCollection<string> Names => ByName.Keys;

    /// <summary>Takes <c>String</c>, <c>String[]</c>, <c>List&lt;String&gt;</c>; null if it is none of the known names.</summary>
    public static Type? Find(string name, bool isArray)
    {
        if (isArray)
            return Find(name, isArray: false) is { } item ? typeof(List<>).MakeGenericType(item) : null;
        if (name.EndsWith("[]", StringComparison.Ordinal))
            return Find(name[..^2], isArray: true);
        if (name.StartsWith("List<", StringComparison.Ordinal) && name.EndsWith('>'))
            return Find(name[5..^1], isArray: true);
        return ByName.GetValueOrDefault(name);
    }
}
