using System.Text.Json.Nodes;
using Masterplan.Runtime.Activities.Composition;
using Masterplan.Runtime.Authoring;
using Masterplan.Runtime.Json;

namespace Masterplan.Runtime.Definitions;

/// <summary>Builds activities from their JSON and notes every fault on the way.</summary>
internal sealed class ActivityBuilder(DefinitionReader reader, DefinitionScope scope)
{
    private ActivityNode? _parent;

    public DefinitionScope Scope { get; } = scope;

    /// <summary>Builds the activity and what is below it; null if that is not possible, with the reasons among the faults.</summary>
    public IActivity? Build(JsonNode? node, string path)
    {
        if (node is not JsonObject json)
        {
            Scope.Fault(path, "An activity is missing here.");
            return null;
        }

        var type = References.Text(json["type"]);
        var used = type is null || reader.Registry.Find(type) is { WorkflowDefinitionId: null } ? null : reader.Workflows.Resolve(json);
        if ((used?.Descriptor ?? (type is null ? null : reader.Registry.Find(type))) is not { } descriptor)
        {
            Scope.Fault($"{path}.type", type is null ? "The activity has no type." : $"The activity type '{type}' is unknown.");
            return null;
        }

        var activity = Create(descriptor);
        ReadIdentity(activity, json, path);
        var parent = _parent;
        _parent = new ActivityNode(activity, descriptor, parent);
        parent?.Children.Add(_parent);
        ReadMembers(activity, descriptor, json, path);
        if (activity is WorkflowDefinitionActivity user && used is { } found)
        {
            (user.Type, user.Version) = (descriptor.TypeName, descriptor.Version);
            user.DeclaredOutcomes = [.. descriptor.Ports.Where(port => port.Type == PortType.Flow).Select(port => port.Name)];
            user.Workflow = reader.ReadUsed(found.Document, _parent, path, Scope);
        }

        _parent = parent;
        return activity;
    }

    /// <summary>Builds a tree below a node that exists already.</summary>
    public IActivity? BuildBelow(ActivityNode parent, JsonNode? node, string path)
    {
        _parent = parent;
        return Build(node, path);
    }

    private static IActivity Create(ActivityDescriptor descriptor)
    {
        var constructor = descriptor.ClrType.GetConstructors().First(candidate => Array.TrueForAll(candidate.GetParameters(), parameter => parameter.IsOptional));
        return (IActivity)constructor.Invoke(constructor.GetParameters().Select(parameter => parameter.DefaultValue).ToArray());
    }

    private void ReadIdentity(IActivity activity, JsonObject json, string path)
    {
        activity.Id = References.Text(json["id"]) ?? "";
        if (activity.Id.Length == 0)
            Scope.Fault($"{path}.id", "The activity has no id.");
        else
            Scope.TakeId(activity.Id, path);
        activity.NodeId = _parent is null ? activity.Id : $"{_parent.NodeId}:{activity.Id}";
        activity.Name = References.Text(json["name"]);
        activity.Metadata = Map(json["metadata"]);
        activity.CustomProperties = Map(json["customProperties"]);
    }

    private static Dictionary<string, object> Map(JsonNode? node) =>
        node is JsonObject json ? json.Where(member => member.Value is not null).ToDictionary(member => member.Key, member => Values.Plain(member.Value)!) : [];

    private void ReadMembers(IActivity activity, ActivityDescriptor descriptor, JsonObject json, string path)
    {
        var container = activity as IVariableContainer;
        if (container is not null)
        {
            container.Variables = ArgumentReader.Variables(json["variables"], $"{path}.variables", Scope);
            Scope.Enter(container.Variables.ToList());
        }

        foreach (var input in descriptor.Inputs)
            ReadInput(activity, input, json, path);
        foreach (var output in descriptor.Outputs)
            ReadOutput(activity, output, json, path);
        ReadPorts(activity, descriptor, json, path);
        (activity as IReadsDefinition)?.Read(json, path, this);
        if (container is not null)
            Scope.Leave();
    }

    private void ReadInput(IActivity activity, InputDescriptor input, JsonObject json, string path)
    {
        var inputPath = $"{path}.{input.JsonName}";
        var node = json[input.JsonName];
        if (node is null)
        {
            if (input.IsRequired && input.Of(activity) is null)
                Scope.Fault(inputPath, $"The input '{input.DisplayName}' is required.");
            return;
        }

        if (input.IsWrapped)
            ReadWrapped(activity, input, node, inputPath);
        else if (activity is not IReadsDefinition)
            ReadRaw(activity, input, node, inputPath);
    }

    private void ReadWrapped(IActivity activity, InputDescriptor input, JsonNode node, string path)
    {
        if (node is not JsonObject json || !json.ContainsKey("expression"))
        {
            Scope.Fault(path, "An input has the members 'typeName' and 'expression'.");
            return;
        }

        if (json["expression"] is null && !input.IsRequired)
            return;
        var expression = Scope.ReadExpression(json["expression"], input.Type, $"{path}.expression");
        if (expression is null)
            return;
        if (input.IsRequired && expression is { Type: "Literal", Value: null or "" })
            Scope.Fault($"{path}.expression.value", $"The input '{input.DisplayName}' is required.");
        input.Give(activity, expression);
    }

    private void ReadRaw(IActivity activity, InputDescriptor input, JsonNode node, string path)
    {
        try
        {
            input.Property!.SetValue(activity, Values.To(node, input.Type));
        }
        catch (FormatException e)
        {
            Scope.Fault(path, e.Message);
        }
    }

    private void ReadOutput(IActivity activity, OutputDescriptor output, JsonObject json, string path)
    {
        if (json[output.JsonName] is not JsonObject bound || bound["memoryReference"] is not JsonObject reference || References.Text(reference["id"]) is not { Length: > 0 } id)
        {
            // An output object even where nothing is bound, so that an activity can set it without asking.
            if (output.Of(activity) is null)
                output.Give(activity);
            return;
        }

        // Bound to nothing that is declared, the output is read by nobody; Elsa takes such definitions, and its designer leaves them behind.
        var target = Scope.FindVariable(id) ?? (Scope.Outputs.Any(candidate => candidate.Name == id) ? new MemoryBlockReference(id) : null);
        output.Give(activity, target is null ? [] : [target]);
    }

    private void ReadPorts(IActivity activity, ActivityDescriptor descriptor, JsonObject json, string path)
    {
        foreach (var property in descriptor.ClrType.GetProperties().Where(property => property.CanWrite))
        {
            var name = ActivityDescriptors.JsonName(property.Name);
            if (typeof(IActivity).IsAssignableFrom(property.PropertyType) && json[name] is { } child)
                property.SetValue(activity, Build(child, $"{path}.{name}"));
            else if (property.PropertyType == typeof(ICollection<IActivity>) && json[name] is JsonArray children)
                property.SetValue(activity, children.Select((item, index) => Build(item, $"{path}.{name}[{index}]")).OfType<IActivity>().ToList());
        }
    }
}
