using System.Text.Json.Nodes;
using Masterplan.Rehearsal.Kubernetes.Objects;
using Masterplan.Rehearsal.Kubernetes.Storage;

namespace Masterplan.Rehearsal.Kubernetes.Resources;

/// <summary>All resources that a cluster serves: the built-in ones, and those of its CustomResourceDefinitions.</summary>
public sealed class Catalogue(ObjectStore store)
{
    private readonly ResourceType definitions = BuiltIns.All.First(t => t.Plural == "customresourcedefinitions");

    public IEnumerable<ResourceType> All => BuiltIns.All.Concat(store.List(definitions.Prefix).SelectMany(d => Custom(d.Value)));

    public ResourceType? Find(string group, string version, string plural) =>
        All.FirstOrDefault(t => t.Group == group && t.Version == version && t.Plural == plural);

    public ResourceType? OfKind(string apiVersion, string kind) => All.FirstOrDefault(t => t.ApiVersion == apiVersion && t.Kind == kind);

    public static ResourceType Of(string plural) => BuiltIns.All.First(t => t.Plural == plural && t.Group is not "events.k8s.io");

    private static IEnumerable<ResourceType> Custom(JsonObject definition) =>
        definition.Items("spec", "versions").Where(v => v.Flag("served")).Select(v => new ResourceType(
            definition.Text("spec", "group") ?? string.Empty, v.Text("name") ?? "v1", definition.Text("spec", "names", "plural") ?? string.Empty,
            definition.Text("spec", "names", "kind") ?? string.Empty, definition.Text("spec", "scope") == "Namespaced")
        {
            Singular = definition.Text("spec", "names", "singular") ?? (definition.Text("spec", "names", "kind") ?? string.Empty).ToLowerInvariant(),
            ShortNames = [.. definition.Texts("spec", "names", "shortNames")],
            Categories = [.. definition.Texts("spec", "names", "categories")],
            Subresources = [.. (v.At("subresources") as JsonObject)?.Select(s => s.Key) ?? []],
            IsCustom = true,
        });
}
