using System.Reflection;
using YamlDotNet.RepresentationModel;

namespace Masterplan.Activities.Clusters.Spec;

/// <summary>Puts YAML values into spec records by camel-case name, and notes every member that is unknown, doubled or of the wrong kind.</summary>
internal static class SpecBinder
{
    public static object Bind(Type type, YamlMappingNode mapping, string path, List<ConfigurationFault> faults, object? defaults = null)
    {
        var members = type.GetProperties().ToDictionary(CamelCase, StringComparer.Ordinal);
        var result = defaults ?? Activator.CreateInstance(type)!;
        foreach (var (key, value) in mapping.Children)
        {
            var name = Text(key);
            var memberPath = path.Length == 0 ? name : $"{path}.{name}";
            if (!members.TryGetValue(name, out var member))
                faults.Add(new(memberPath, $"No such member; known here: {string.Join(", ", members.Keys.Order(StringComparer.Ordinal))}."));
            else if (Convert(member, value, memberPath, faults, member.GetValue(result)) is { } converted)
                member.SetValue(result, converted);
        }

        return result;
    }

    public static string CamelCase(PropertyInfo member) => char.ToLowerInvariant(member.Name[0]) + member.Name[1..];

    private static object? Convert(PropertyInfo member, YamlNode node, string path, List<ConfigurationFault> faults, object? current)
    {
        var type = member.PropertyType;
        if (type.Namespace == typeof(ClusterSpec).Namespace)
            return node is YamlMappingNode mapping ? Bind(type, mapping, path, faults, current) : Wrong("a mapping");
        if (type == typeof(IReadOnlyList<string>))
            return node is YamlSequenceNode list && list.All(item => item is YamlScalarNode) ? list.Select(Text).ToList() : Wrong("a list of texts");
        if (type == typeof(IReadOnlyDictionary<string, string>))
            return node is YamlMappingNode map ? map.ToDictionary(pair => Text(pair.Key), pair => Text(pair.Value), StringComparer.Ordinal) : Wrong("a mapping");
        if (node is not YamlScalarNode)
            return Wrong("a single value");
        if (type == typeof(int))
            return int.TryParse(Text(node), out var number) ? number : Wrong("a whole number");
        if (type == typeof(bool))
            return bool.TryParse(Text(node), out var flag) ? flag : Wrong("true or false");
        return Text(node);

        object? Wrong(string expected)
        {
            faults.Add(new(path, $"Expected {expected}, found '{node}'."));
            return null;
        }
    }

    private static string Text(YamlNode node) => (node as YamlScalarNode)?.Value ?? "";
}
