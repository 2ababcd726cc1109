using System.ComponentModel;
using System.Text.Json.Nodes;

namespace Masterplan.Host.Api;

/// <summary>Asks what a bootstrap would make.</summary>
/// <param name="Spec">The cluster's spec: an object, or YAML as text.</param>
internal sealed record PlanRequest([property: Description("The cluster's spec, as an object or as YAML in a text; the one known, or the defaults, if unset.")] JsonNode? Spec = null)
{
    /// <summary>Empty if it is not given. JSON is YAML.</summary>
    public string Yaml => Spec is JsonValue text ? text.ToString() : Spec?.ToJsonString() ?? "";
}
