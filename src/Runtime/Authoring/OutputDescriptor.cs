using System.Reflection;

namespace Masterplan.Runtime.Authoring;

/// <summary>An output of an activity type, as the designer shows it.</summary>
public sealed class OutputDescriptor
{
    public required string Name { get; init; }

    public required string JsonName { get; init; }

    public required Type Type { get; init; }

    public required string DisplayName { get; init; }

    public string? Description { get; init; }

    public bool IsBrowsable { get; init; } = true;

    public bool IsSerializable { get; init; } = true;

    /// <summary>Unset for an output of a workflow that is used as an activity.</summary>
    public PropertyInfo? Property { get; init; }

    public Output? Of(IActivity activity) => Property is null ? activity.SyntheticProperties.TryGetValue(Name, out var value) ? (Output)value : null : (Output?)Property.GetValue(activity);

    internal void Give(IActivity activity, params object[] target)
    {
        var output = (Output)Activator.CreateInstance(Property?.PropertyType ?? typeof(Output<>).MakeGenericType(Type), target)!;
        if (Property is null)
            activity.SyntheticProperties[Name] = output;
        else
            Property.SetValue(activity, output);
    }
}
