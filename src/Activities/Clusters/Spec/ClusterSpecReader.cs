using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Masterplan.Activities.Clusters.Spec;

/// <summary>Reads a cluster spec from YAML, and finds every fault of it before anything is done.</summary>
public static class ClusterSpecReader
{
    /// <summary>Reads and checks a spec.</summary>
    /// <param name="yaml">The file's text; empty means all defaults.</param>
    /// <param name="name">The name asked for; a name in the file must be the same.</param>
    /// <exception cref="ConfigurationException">Holds every fault with its path.</exception>
    public static ClusterSpec Read(string yaml, string name)
    {
        var faults = new List<ConfigurationFault>();
        var root = Parse(yaml, faults);
        var spec = root is null ? new ClusterSpec() : (ClusterSpec)SpecBinder.Bind(typeof(ClusterSpec), root, "", faults);
        if (spec.Name.Length == 0)
            spec = spec with { Name = name };
        else if (name.Length > 0 && spec.Name != name)
            faults.Add(new("name", $"The file is for cluster '{spec.Name}', the command for '{name}'."));
        faults.AddRange(ClusterSpecRules.Check(spec).Where(fault => faults.All(known => known.Path != fault.Path)));
        return faults.Count == 0 ? spec : throw new ConfigurationException($"The spec of cluster '{name}'", faults);
    }

    private static YamlMappingNode? Parse(string yaml, List<ConfigurationFault> faults)
    {
        var stream = new YamlStream();
        try
        {
            stream.Load(new StringReader(yaml));
        }
        catch (YamlException exception)
        {
            faults.Add(new("", $"Not readable as YAML at line {exception.Start.Line}, column {exception.Start.Column}: {exception.Message}"));
            return null;
        }

        if (stream.Documents.Count == 0 || stream.Documents[0].RootNode is YamlScalarNode { Value: null or "" })
            return null;
        if (stream.Documents.Count == 1 && stream.Documents[0].RootNode is YamlMappingNode mapping)
            return mapping;
        faults.Add(new("", "Expected one YAML document with a mapping, as in 'zone: ch-gva-2'."));
        return null;
    }
}
