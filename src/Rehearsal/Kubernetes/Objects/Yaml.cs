using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Masterplan.Rehearsal.Kubernetes.Objects;

/// <summary>YAML as Kubernetes reads it: another spelling of JSON.</summary>
public static class Yaml
{
    public static JsonNode? Parse(string text)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        return stream.Documents.Count == 0 ? null : Convert(stream.Documents[0].RootNode);
    }

    private static JsonNode? Convert(YamlNode node) => node switch
    {
        YamlMappingNode map => Map(map),
        YamlSequenceNode list => new JsonArray([.. list.Children.Select(Convert)]),
        YamlScalarNode { Style: ScalarStyle.Plain } plain => Scalar(plain.Value ?? string.Empty),
        YamlScalarNode quoted => quoted.Value,
        _ => null,
    };

    private static JsonObject Map(YamlMappingNode map)
    {
        var result = new JsonObject();
        foreach (var (key, value) in map.Children)
            result[((YamlScalarNode)key).Value ?? string.Empty] = Convert(value);
        return result;
    }

    private static JsonNode? Scalar(string text) => text switch
    {
        "" or "~" or "null" => null,
        "true" or "True" => true,
        "false" or "False" => false,
        _ when long.TryParse(text, System.Globalization.NumberStyles.AllowLeadingSign, null, out var whole) => whole,
        _ when (char.IsDigit(text[0]) || text[0] == '-') && double.TryParse(text, System.Globalization.NumberStyles.Float, null, out var number) => number,
        _ => text,
    };
}
