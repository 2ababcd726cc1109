using System.Text.Json;
using System.Text.Json.Nodes;
using Masterplan.Activities.Clusters;

namespace Masterplan.Host.Clusters;

/// <summary>Turns what a request brings into a workflow's inputs: a pure function of the body and the inputs that the definition declares.</summary>
internal static class RunInputReader
{
    private const string Subject = "The request";

    /// <summary>Runs give it to those that they dispatch; requests do not.</summary>
    private const string PartOf = "Run";

    /// <summary>The inputs that requests may give.</summary>
    /// <param name="declared">The definition's <c>inputs</c>.</param>
    public static IEnumerable<JsonObject> Offered(JsonArray? declared) => (declared ?? []).OfType<JsonObject>().Where(input => (string?)input["name"] != PartOf);

    /// <param name="workflow">Says which inputs are required.</param>
    /// <param name="declared">The definition's <c>inputs</c>.</param>
    /// <param name="content">The body as it was parsed.</param>
    /// <exception cref="ConfigurationException">Holds every member that is unknown, missing or of another type.</exception>
    public static RunInput Read(ClusterWorkflow workflow, JsonArray? declared, object? content)
    {
        var types = Offered(declared).ToDictionary(input => (string)input["name"]!, input => (string?)input["type"] ?? "Object", StringComparer.OrdinalIgnoreCase);
        var names = types.Keys.ToDictionary(name => name, StringComparer.OrdinalIgnoreCase);
        var faults = new List<ConfigurationFault>();
        var values = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var (member, value) in Members(content))
        {
            if (!names.TryGetValue(member, out var name))
                faults.Add(new(member, $"There is no such input; '{workflow.DefinitionId}' has {string.Join(", ", names.Keys.Select(Path))}."));
            else if (TryConvert(types[name], value, out var converted))
                values[name] = converted;
            else
                faults.Add(new(Path(name), $"{value!.ToJsonString()} is not {types[name] switch { "Int32" => "a whole number", "Boolean" => "true or false", _ => "text" }}."));
        }

        faults.AddRange(workflow.Required.Where(name => !values.ContainsKey(name) && faults.TrueForAll(fault => fault.Path != Path(name))).Select(name => new ConfigurationFault(Path(name), "It is missing.")));
        return faults.Count == 0 ? new RunInput(values) : throw new ConfigurationException(Subject, faults);
    }

    /// <summary>An input's name as requests write it.</summary>
    public static string Path(string input) => JsonNamingPolicy.CamelCase.ConvertName(input);

    private static IEnumerable<KeyValuePair<string, JsonNode?>> Members(object? content) => content switch
    {
        null => [],
        JsonObject json => json,
        IReadOnlyDictionary<string, string> form => form.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)JsonValue.Create(pair.Value))),
        _ => throw new ConfigurationException(Subject, "", "Its body is not a JSON object. Send Content-Type: application/json and, as an example, {\"cluster\": \"demo\"}."),
    };

    /// <summary>Null counts as not given. An object where text is asked for is kept as JSON: YAML, which specs are written in, reads it.</summary>
    private static bool TryConvert(string type, JsonNode? value, out object? converted)
    {
        converted = value switch
        {
            null => "",
            JsonValue scalar when type == "Boolean" => bool.TryParse(scalar.ToString(), out var flag) ? flag : null,
            JsonValue scalar when type == "Int32" => scalar.TryGetValue<int>(out var number) || int.TryParse(scalar.ToString(), out number) ? number : null,
            JsonValue scalar => scalar.GetValueKind() == JsonValueKind.String ? scalar.ToString() : null,
            JsonObject when type is not ("Int32" or "Boolean") => value.ToJsonString(),
            _ => null,
        };
        return converted is not null;
    }
}
