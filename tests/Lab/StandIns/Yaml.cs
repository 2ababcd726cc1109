using YamlDotNet.RepresentationModel;

namespace Masterplan.StandIns;

/// <summary>Reads a YAML document's members.</summary>
internal static class Yaml
{
    public static YamlMappingNode Read(string path)
    {
        if (!File.Exists(path))
            throw new RefusalException($"open {path}: no such file or directory");
        using var reader = new StreamReader(path);
        var stream = new YamlStream();
        stream.Load(reader);
        return (YamlMappingNode)stream.Documents[0].RootNode;
    }

    public static string Text(YamlNode node, params string[] path) => Find(node, path) is YamlScalarNode { Value: { } value } ? value : throw new RefusalException($"the member {string.Join('.', path)} is missing");

    public static YamlNode? Find(YamlNode node, params string[] path)
    {
        YamlNode? found = node;
        foreach (var name in path)
            found = found is YamlMappingNode map && map.Children.TryGetValue(name, out var child) ? child : null;
        return found;
    }

    public static IEnumerable<YamlNode> Items(YamlNode node, params string[] path) => Find(node, path) is YamlSequenceNode items ? items : [];
}
