using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text;
using System.Text.Json;
using Masterplan.Runtime.Activities;
using Masterplan.Runtime.Activities.Composition;
using Masterplan.Runtime.Authoring;

namespace Masterplan.Runtime.Definitions;

/// <summary>Reads the descriptor of an activity type from its attributes and properties.</summary>
internal static class ActivityDescriptors
{
    public static ActivityDescriptor Of(Type type)
    {
        var attribute = type.GetCustomAttribute<ActivityAttribute>();
        var (typeName, version) = ActivityTypeNames.Of(type);
        var properties = type.GetProperties(BindingFlags.Instance | BindingFlags.Public).Where(property => property is { CanRead: true, CanWrite: true }).ToList();
        var name = typeName.Split('.')[^1];
        return new ActivityDescriptor
        {
            TypeName = typeName,
            Namespace = typeName.Contains('.', StringComparison.Ordinal) ? typeName[..typeName.LastIndexOf('.')] : "",
            Name = name,
            Version = version,
            Category = attribute?.Category ?? "Miscellaneous",
            DisplayName = attribute?.DisplayName ?? Words(name),
            Description = attribute?.Description,
            Kind = attribute?.Kind ?? ActivityKind.Action,
            RunAsynchronously = attribute?.RunAsynchronously ?? false,
            IsContainer = typeof(IVariableContainer).IsAssignableFrom(type),
            IsBrowsable = !typeof(IHidden).IsAssignableFrom(type),
            IsStart = type == typeof(Start),
            IsResilient = typeof(IResilient).IsAssignableFrom(type),
            IsTerminal = typeof(ITerminal).IsAssignableFrom(type),
            Inputs = properties.Where(IsInput).Select(Input).ToList(),
            Outputs = properties.Where(property => typeof(Output).IsAssignableFrom(property.PropertyType)).Select(OutputOf).ToList(),
            Ports = Ports(type, properties),
            ClrType = type,
        };
    }

    public static string JsonName(string name) => JsonNamingPolicy.CamelCase.ConvertName(name);

    public static string Words(string name)
    {
        var words = new StringBuilder();
        for (var i = 0; i < name.Length; i++)
        {
            if (i > 0 && char.IsUpper(name[i]) && (!char.IsUpper(name[i - 1]) || (i + 1 < name.Length && char.IsLower(name[i + 1]))))
                words.Append(' ');
            words.Append(name[i]);
        }

        return words.ToString();
    }

    private static bool IsInput(PropertyInfo property) =>
        typeof(Input).IsAssignableFrom(property.PropertyType)
        || (property.GetCustomAttribute<InputAttribute>() is not null && !typeof(IActivity).IsAssignableFrom(property.PropertyType));

    private static InputDescriptor Input(PropertyInfo property)
    {
        var attribute = property.GetCustomAttribute<InputAttribute>() ?? new InputAttribute();
        var isWrapped = typeof(Input).IsAssignableFrom(property.PropertyType);
        var type = isWrapped ? property.PropertyType.GetGenericArguments()[0] : property.PropertyType;
        return new InputDescriptor
        {
            Name = attribute.Name ?? property.Name,
            JsonName = JsonName(attribute.Name ?? property.Name),
            Type = type,
            DisplayName = attribute.DisplayName ?? Words(property.Name),
            Description = attribute.Description,
            Category = attribute.Category,
            UIHint = attribute.UIHint ?? HintFor(type),
            DefaultValue = attribute.DefaultValue,
            DefaultSyntax = attribute.DefaultSyntax,
            Options = attribute.Options,
            Order = attribute.Order,
            IsWrapped = isWrapped,
            IsRequired = property.GetCustomAttribute<RequiredAttribute>() is not null,
            IsReadOnly = attribute.IsReadOnly,
            IsBrowsable = attribute.IsBrowsable,
            IsSensitive = attribute.CanContainSecrets,
            IsSerializable = attribute.IsSerializable,
            AutoEvaluate = attribute.AutoEvaluate,
            Property = property,
        };
    }

    private static string HintFor(Type type) => (Nullable.GetUnderlyingType(type) ?? type) switch
    {
        var target when target == typeof(bool) => InputUIHints.Checkbox,
        { IsEnum: true } => InputUIHints.DropDown,
        _ => InputUIHints.SingleLine,
    };

    private static OutputDescriptor OutputOf(PropertyInfo property)
    {
        var attribute = property.GetCustomAttribute<OutputAttribute>() ?? new OutputAttribute();
        return new OutputDescriptor
        {
            Name = attribute.Name ?? property.Name,
            JsonName = JsonName(attribute.Name ?? property.Name),
            Type = property.PropertyType.IsGenericType ? property.PropertyType.GetGenericArguments()[0] : typeof(object),
            DisplayName = attribute.DisplayName ?? Words(property.Name),
            Description = attribute.Description,
            IsBrowsable = attribute.IsBrowsable,
            IsSerializable = attribute.IsSerializable,
            Property = property,
        };
    }

    private static List<PortDescriptor> Ports(Type type, List<PropertyInfo> properties)
    {
        var embedded = properties.Where(property => typeof(IActivity).IsAssignableFrom(property.PropertyType)).Select(property =>
        {
            var attribute = property.GetCustomAttribute<PortAttribute>();
            return new PortDescriptor(attribute?.Name ?? property.Name, attribute?.DisplayName ?? Words(property.Name), PortType.Embedded);
        });
        var flow = type.GetCustomAttribute<FlowNodeAttribute>()?.Outcomes ?? [];
        // What these hold is not a property that a definition writes, but to the designer it is a port.
        var hidden = type == typeof(Flowchart) ? "Start" : type == typeof(WorkflowDefinitionActivity) ? "Root" : null;
        return embedded.Concat(hidden is null ? [] : [new PortDescriptor(hidden, hidden, PortType.Embedded, IsBrowsable: false)]).Concat(flow.Select(outcome => new PortDescriptor(outcome, outcome, PortType.Flow))).ToList();
    }
}
