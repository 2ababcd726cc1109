using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Masterplan.Runtime.Authoring;

namespace Masterplan.Runtime.Tests.Definitions;

/// <summary>Makes definitions that nobody would write: good ones of every activity type, changed in a few places at random.</summary>
internal sealed class DefinitionMutator(Random random, IReadOnlyList<ActivityDescriptor> descriptors)
{
    private static readonly string[] Words =
    [
        "", " ", "Literal", "JavaScript", "Liquid", "CSharp", "Object", "Variable", "Input", "Delegate", "Secret", "Elsa.Flowchart", "Elsa.Sequence", "Elsa.HttpEndpoint", "Elsa.Cron", "Elsa.NotFoundActivity",
        "root", "A0", "Flowchart1", "v1", "0 0 * * *", "99:99:99", "-1", "1e999", "{", "}", "[", "{{ x", "{% for", "return (", "((((((((((", "a//b", "{id}", "{a}/{a}", "\u0000", "\ud800", "🧨", "\"", "\\", "null", "true", "Europe/Atlantis",
        "UnregisteredClrType:System.Uri, System.Private.Uri", "List<List<List<String>>>", "String[][][]", "http://[", "169.254.169.254",
    ];

    private static readonly string[] Members =
    [
        "id", "type", "version", "root", "activities", "connections", "source", "target", "activity", "port", "start", "expression", "value", "typeName", "memoryReference", "variables", "inputs", "outputs", "outcomes", "options",
        "customProperties", "metadata", "cases", "condition", "branches", "mode", "name", "isArray", "defaultValue", "storageDriverTypeName", "activationStrategyType", "incidentStrategyType", "usableAsActivity", "canStartWorkflow",
        "expectedStatusCodes", "statusCode", "path", "supportedMethods", "cronExpression", "timeZone", "interval", "dateTime", "script", "possibleOutcomes", "workflowDefinitionId", "workflowDefinitionVersionId", "resilienceStrategy", "definitionId",
    ];

    public string Next(int number)
    {
        var definition = Good(number);
        for (var count = random.Next(4); count >= 0; count--)
            ChangeOne(definition);
        var text = definition.ToJsonString();
        return random.Next(5) == 0 ? Garbled(text) : text;
    }

    private JsonObject Good(int number)
    {
        var activities = Enumerable.Range(0, 1 + random.Next(5)).Select(index => Activity($"A{index}", depth: 0)).ToArray();
        return new JsonObject
        {
            ["definitionId"] = $"fuzz-{number}",
            ["name"] = $"Fuzz {number}",
            ["variables"] = new JsonArray(new JsonObject { ["id"] = "v1", ["name"] = "text", ["typeName"] = "String", ["value"] = "x" }),
            ["inputs"] = new JsonArray(new JsonObject { ["name"] = "In", ["type"] = "Int32" }),
            ["outputs"] = new JsonArray(new JsonObject { ["name"] = "Out", ["type"] = "Object" }),
            ["outcomes"] = new JsonArray("Done"),
            ["customProperties"] = new JsonObject(),
            ["options"] = new JsonObject { ["usableAsActivity"] = false, ["activationStrategyType"] = null },
            ["root"] = new JsonObject
            {
                ["id"] = "Flowchart1",
                ["type"] = "Elsa.Flowchart",
                ["version"] = 1,
                ["activities"] = new JsonArray([.. activities]),
                ["connections"] = new JsonArray([.. activities.Zip(activities.Skip(1), (source, target) => (JsonNode)new JsonObject
                {
                    ["source"] = new JsonObject { ["activity"] = (string)source["id"]!, ["port"] = "Done" },
                    ["target"] = new JsonObject { ["activity"] = (string)target["id"]!, ["port"] = "In" },
                })]),
            },
        };
    }

    private JsonObject Activity(string id, int depth)
    {
        var descriptor = descriptors[random.Next(descriptors.Count)];
        var activity = new JsonObject { ["id"] = id, ["type"] = descriptor.TypeName, ["version"] = 1, ["customProperties"] = new JsonObject { ["canStartWorkflow"] = random.Next(2) == 0 } };
        foreach (var input in descriptor.Inputs.Where(input => input.IsWrapped && (input.IsRequired || random.Next(3) == 0)))
            activity[input.JsonName] = new JsonObject { ["typeName"] = input.Type.Name, ["expression"] = Expression(input.Type) };
        foreach (var port in descriptor.Ports.Where(port => port.Type == PortType.Embedded && depth < 3 && random.Next(2) == 0))
            activity[JsonNamingPolicy.CamelCase.ConvertName(port.Name)] = Activity($"{id}{port.Name}", depth + 1);
        return activity;
    }

    private JsonObject Expression(Type type) => random.Next(4) switch
    {
        0 => new() { ["type"] = "JavaScript", ["value"] = "getText()" },
        1 => new() { ["type"] = "Variable", ["value"] = new JsonObject { ["id"] = "v1", ["name"] = "text" } },
        _ => new() { ["type"] = "Literal", ["value"] = Plausible(Nullable.GetUnderlyingType(type) ?? type) },
    };

    private JsonNode? Plausible(Type type) => type switch
    {
        _ when type == typeof(bool) => random.Next(2) == 0,
        _ when type == typeof(TimeSpan) => "00:00:05",
        _ when type == typeof(DateTimeOffset) => "2030-01-01T00:00:00Z",
        { IsEnum: true } => Enum.GetNames(type)[0],
        { IsPrimitive: true } => random.Next(100),
        _ when type == typeof(Uri) => "https://example.org/a",
        _ => "some/text",
    };

    private void ChangeOne(JsonObject definition)
    {
        var places = new List<JsonNode>();
        Collect(definition, places);
        var place = places[random.Next(places.Count)];
        if (place is JsonObject json)
            Change(json);
        else if (place is JsonArray list)
            Change(list);
    }

    private void Change(JsonObject json)
    {
        var names = json.Select(member => member.Key).ToList();
        var name = names.Count == 0 ? Members[random.Next(Members.Length)] : names[random.Next(names.Count)];
        switch (random.Next(5))
        {
            case 0:
                json.Remove(name);
                break;
            case 1:
                var moved = json[name];
                json.Remove(name);
                json[Members[random.Next(Members.Length)]] = moved?.DeepClone();
                break;
            case 2:
                json[Members[random.Next(Members.Length)]] = Anything(0);
                break;
            default:
                json[name] = Anything(0);
                break;
        }
    }

    private void Change(JsonArray list)
    {
        if (list.Count == 0 || random.Next(3) == 0)
            list.Add(Anything(0));
        else if (random.Next(2) == 0)
            list.RemoveAt(random.Next(list.Count));
        else
            list.Add(list[random.Next(list.Count)]?.DeepClone());
    }

    private JsonNode? Anything(int depth) => random.Next(depth > 40 ? 6 : 10) switch
    {
        0 => null,
        1 => random.Next(2) == 0,
        2 => random.NextInt64(),
        3 => random.NextDouble() * Math.Pow(10, random.Next(-300, 300)),
        4 => Words[random.Next(Words.Length)],
        5 => new string((char)random.Next(32, 0x2fff), random.Next(2_000)),
        6 => new JsonArray([.. Enumerable.Range(0, random.Next(3)).Select(_ => Anything(depth + 1))]),
        7 => new JsonObject(Enumerable.Range(0, random.Next(3)).Select(_ => Members[random.Next(Members.Length)]).Distinct().Select(name => KeyValuePair.Create(name, Anything(depth + 1)))),
        8 => Nested(random.Next(80)),
        _ => Activity($"N{random.Next(6)}", depth: 2),
    };

    private static JsonArray Nested(int depth)
    {
        var outer = new JsonArray();
        for (var i = 0; i < depth; i++)
            outer = new JsonArray(outer);
        return outer;
    }

    private static void Collect(JsonNode? node, List<JsonNode> places)
    {
        if (node is JsonObject or JsonArray)
            places.Add(node);
        foreach (var child in node switch { JsonObject json => json.Select(member => member.Value), JsonArray list => list, _ => [] })
            Collect(child, places);
    }

    /// <summary>Cut off, characters changed, a member twice, or a part of it twice.</summary>
    private string Garbled(string text)
    {
        var at = random.Next(text.Length);
        switch (random.Next(4))
        {
            case 0:
                return text[..at];
            case 1:
                var garbled = new StringBuilder(text);
                for (var count = random.Next(4); count >= 0; count--)
                    garbled[random.Next(text.Length)] = (char)random.Next(1, 128);
                return garbled.ToString();
            case 2:
                var brace = text.IndexOf('{', at);
                return brace < 0 ? text : text.Insert(brace + 1, "\"id\":\"twice\",\"id\":\"twice\",");
            default:
                return text.Insert(at, text.Substring(at, Math.Min(random.Next(200), text.Length - at)));
        }
    }
}
