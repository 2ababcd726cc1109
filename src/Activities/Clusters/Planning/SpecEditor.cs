using YamlDotNet.RepresentationModel;

namespace Masterplan.Activities.Clusters.Planning;

/// <summary>Changes single members of a spec's YAML and leaves the rest as it was written.</summary>
public static class SpecEditor
{
    public static string WithWorkers(string yaml, int count)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(yaml));
        var root = stream.Documents.Count > 0 && stream.Documents[0].RootNode is YamlMappingNode mapping ? mapping : new YamlMappingNode();
        if (!root.Children.TryGetValue("workers", out var node) || node is not YamlMappingNode workers)
            root.Children["workers"] = workers = [];
        workers.Children["count"] = new YamlScalarNode(count.ToString());
        using var text = new StringWriter { NewLine = "\n" };
        new YamlStream(new YamlDocument(root)).Save(text, assignAnchors: false);
        return text.ToString().Replace("\n...\n", "\n", StringComparison.Ordinal);
    }
}
