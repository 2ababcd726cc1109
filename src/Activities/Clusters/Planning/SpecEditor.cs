using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace Masterplan.Activities.Clusters.Planning;

/// <summary>Changes single members of a spec's YAML and leaves the rest as it was written, comments too.</summary>
public static class SpecEditor
{
    /// <summary>The spec with another number of workers.</summary>
    /// <param name="yaml">A spec that can be read.</param>
    /// <param name="count">The workers' total.</param>
    public static string WithWorkers(string yaml, int count)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(yaml));
        if (stream.Documents.Count == 0 || stream.Documents[0].RootNode is not YamlMappingNode root)
            return $"{yaml}{(yaml.Length == 0 || yaml.EndsWith('\n') ? "" : "\n")}workers:\n  count: {count}\n";
        if (!root.Children.TryGetValue("workers", out var node))
            return Insert(yaml, root, $"workers:\n{Indent(root)}  count: {count}", $"workers: {{count: {count}}}");
        if (node is not YamlMappingNode workers)
            return Replace(yaml, node, $"{(IsAfterSpace(yaml, node) ? "" : " ")}{{count: {count}}}");
        return workers.Children.TryGetValue("count", out var known)
            ? Replace(yaml, known, count.ToString())
            : Insert(yaml, workers, $"count: {count}", $"count: {count}");
    }

    private static string Replace(string yaml, YamlNode node, string text) => $"{yaml[..(int)node.Start.Index]}{text}{yaml[(int)node.End.Index..]}";

    /// <summary>Puts an entry before the first of a mapping, in the mapping's own style.</summary>
    private static string Insert(string yaml, YamlMappingNode mapping, string block, string flow)
    {
        var at = (int)mapping.Start.Index;
        return mapping.Style == MappingStyle.Flow
            ? $"{yaml[..(at + 1)]}{flow}{(mapping.Children.Count > 0 ? ", " : "")}{yaml[(at + 1)..]}"
            : $"{yaml[..at]}{block}\n{Indent(mapping)}{yaml[at..]}";
    }

    private static string Indent(YamlNode node) => new(' ', (int)node.Start.Column - 1);

    private static bool IsAfterSpace(string yaml, YamlNode node) => node.Start.Index > 0 && yaml[(int)node.Start.Index - 1] == ' ';
}
