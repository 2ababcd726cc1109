using System.Text.Json;
using System.Text.Json.Nodes;
using Masterplan.Host.Elsa.Requests;
using Masterplan.Runtime.Authoring;

namespace Masterplan.Host.Elsa.Descriptors;

/// <summary>Describes an activity type to the designer.</summary>
internal static class ActivityModel
{
    public static JsonObject Of(ActivityDescriptor descriptor)
    {
        var sample = Sample(descriptor.ClrType);
        return new JsonObject
        {
            ["typeName"] = descriptor.TypeName,
            ["clrType"] = NameOf(descriptor.ClrType),
            ["namespace"] = descriptor.Namespace,
            ["name"] = descriptor.Name,
            ["version"] = descriptor.Version,
            ["category"] = descriptor.Category,
            ["displayName"] = descriptor.DisplayName,
            ["description"] = descriptor.Description ?? "",
            ["inputs"] = new JsonArray([.. descriptor.Inputs.Select(input => (JsonNode)Input(input, sample))]),
            ["outputs"] = new JsonArray([.. descriptor.Outputs.Select(output => (JsonNode)Output(output))]),
            ["kind"] = descriptor.Kind.ToString(),
            ["runAsynchronously"] = descriptor.RunAsynchronously,
            ["ports"] = new JsonArray([.. descriptor.Ports.Select(port => (JsonNode)Port(port))]),
            ["customProperties"] = Custom(descriptor),
            ["constructionProperties"] = Construction(descriptor, sample),
            ["isContainer"] = descriptor.IsContainer,
            ["isBrowsable"] = descriptor.IsBrowsable,
            ["isStart"] = descriptor.IsStart,
            ["isTerminal"] = descriptor.IsTerminal,
        };
    }

    private static JsonObject Input(InputDescriptor input, IActivity sample)
    {
        var model = new JsonObject
        {
            ["isWrapped"] = input.IsWrapped,
            ["uiHint"] = input.UIHint,
            ["isReadOnly"] = input.IsReadOnly,
            ["isSensitive"] = input.IsSensitive,
            ["autoEvaluate"] = input.AutoEvaluate,
            ["uiSpecifications"] = InputEditors.Specification(input),
            ["name"] = input.Name,
            ["typeName"] = TypeAlias.Of(input.Type),
            ["displayName"] = input.DisplayName,
            ["description"] = input.Description ?? "",
            ["order"] = input.Order,
            ["isBrowsable"] = input.IsBrowsable,
            ["isSerializable"] = input.IsSerializable,
            ["isSynthetic"] = input.Property is null,
        };
        if (input.Category is { } category)
            model["category"] = category;
        if (input.DefaultSyntax is { } syntax)
            model["defaultSyntax"] = syntax;
        if (Default(input, sample) is { } value)
            model["defaultValue"] = JsonSerializer.SerializeToNode(value, value.GetType(), ElsaJson.Options);
        return model;
    }

    private static JsonObject Custom(ActivityDescriptor descriptor)
    {
        var properties = new JsonObject { ["Type"] = NameOf(descriptor.ClrType) };
        if (descriptor.IsResilient)
            (properties["Resilient"], properties["ResilienceCategory"]) = (true, "HTTP");
        if (descriptor.WorkflowDefinitionId is not null)
            (properties["RootType"], properties["WorkflowDefinitionId"], properties["WorkflowDefinitionVersionId"]) = ("WorkflowDefinitionActivity", descriptor.WorkflowDefinitionId, descriptor.WorkflowDefinitionVersionId);
        return properties;
    }

    /// <summary>What the designer writes into an activity that is drawn anew: the defaults that differ from what an activity does whose definition does not say.</summary>
    private static JsonObject Construction(ActivityDescriptor descriptor, IActivity sample) => descriptor.WorkflowDefinitionId is not null
        ? new() { ["WorkflowDefinitionId"] = descriptor.WorkflowDefinitionId, ["WorkflowDefinitionVersionId"] = descriptor.WorkflowDefinitionVersionId, ["Version"] = descriptor.Version }
        : new(descriptor.Inputs
        .Where(input => input is { IsWrapped: true, DefaultValue: bool flag } && input.Of(sample) is Input { Expression: { Type: "Literal", Value: bool own } } && own != flag)
        .Select(input => KeyValuePair.Create(input.Name, (JsonNode?)new JsonObject
        {
            ["typeName"] = TypeAlias.Of(input.Type),
            ["expression"] = new JsonObject { ["type"] = "Literal", ["value"] = (bool)input.DefaultValue! },
        })));

    /// <summary>What the attribute says, else the literal that a new activity has.</summary>
    private static object? Default(InputDescriptor input, IActivity sample)
    {
        if (input.DefaultValue is { } value)
            return value;
        return input.Of(sample) is Input { Expression: { Type: "Literal", Value: { } literal } } ? literal : null;
    }

    private static JsonObject Output(OutputDescriptor output) => new()
    {
        ["name"] = output.Name,
        ["typeName"] = TypeAlias.Of(output.Type),
        ["displayName"] = output.DisplayName,
        ["description"] = output.Description ?? "",
        ["order"] = 0,
        ["isBrowsable"] = output.IsBrowsable,
        ["isSerializable"] = output.IsSerializable,
        ["isSynthetic"] = output.Property is null,
    };

    private static JsonObject Port(PortDescriptor port) => new()
    {
        ["name"] = port.Name,
        ["displayName"] = port.DisplayName,
        ["type"] = port.Type.ToString(),
        ["isBrowsable"] = port.IsBrowsable,
    };

    /// <summary>A new activity of the type, with the values that its inputs have unless a definition says otherwise.</summary>
    public static IActivity Sample(Type type)
    {
        var constructor = type.GetConstructors().First(candidate => Array.TrueForAll(candidate.GetParameters(), parameter => parameter.IsOptional));
        return (IActivity)constructor.Invoke([.. constructor.GetParameters().Select(parameter => parameter.DefaultValue)]);
    }

    private static string NameOf(Type type) => $"{type.FullName}, {type.Assembly.GetName().Name}";
}
