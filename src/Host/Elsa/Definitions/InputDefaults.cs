using System.Text.Json;
using System.Text.Json.Nodes;
using Masterplan.Host.Elsa.Descriptors;
using Masterplan.Host.Elsa.Requests;
using Masterplan.Runtime.Authoring;
using Masterplan.Runtime.Definitions;

namespace Masterplan.Host.Elsa.Definitions;

/// <summary>Shows inputs that a definition leaves out with the values that they have then.</summary>
internal static class InputDefaults
{
    public static void Fill(JsonObject activity, IActivityRegistry registry)
    {
        if (registry.Find(DefinitionNodes.Text(activity["type"]) ?? "") is not { } descriptor)
            return;
        var missing = descriptor.Inputs.Where(input => activity[input.JsonName] is null).ToList();
        if (missing.Count == 0)
            return;
        var sample = ActivityModel.Sample(descriptor.ClrType);
        foreach (var input in missing)
            if (Default(input, sample) is { } value)
                activity[input.JsonName] = value;
    }

    private static JsonNode? Default(InputDescriptor input, IActivity sample) => input.Of(sample) switch
    {
        bool flag => flag,
        Input { Expression: { Type: "Literal", Value: { } literal } } => new JsonObject
        {
            ["typeName"] = TypeAlias.Of(input.Type),
            ["expression"] = new JsonObject { ["type"] = "Literal", ["value"] = JsonSerializer.SerializeToNode(literal, literal.GetType(), ElsaJson.Options) },
        },
        _ => null,
    };
}
