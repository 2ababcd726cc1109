using System.Reflection;

namespace Masterplan.Runtime.Authoring;

/// <summary>An input of an activity type, as the designer shows it.</summary>
public sealed class InputDescriptor
{
    /// <summary>The name of the C# property; its camel case is the member of the definition JSON.</summary>
    public required string Name { get; init; }

    public required string JsonName { get; init; }

    public required Type Type { get; init; }

    public required string DisplayName { get; init; }

    public string? Description { get; init; }

    public string? Category { get; init; }

    public string UIHint { get; init; } = InputUIHints.SingleLine;

    public object? DefaultValue { get; init; }

    public string? DefaultSyntax { get; init; }

    public object? Options { get; init; }

    public float Order { get; init; }

    /// <summary>True for an <see cref="Input{T}"/> with an expression, false for a raw value.</summary>
    public bool IsWrapped { get; init; }

    /// <summary>True if a definition that leaves it out is refused.</summary>
    public bool IsRequired { get; init; }

    public bool IsReadOnly { get; init; }

    public bool IsBrowsable { get; init; } = true;

    public bool IsSensitive { get; init; }

    public bool IsSerializable { get; init; } = true;

    public bool AutoEvaluate { get; init; } = true;

    /// <summary>Unset for an input of a workflow that is used as an activity.</summary>
    public PropertyInfo? Property { get; init; }

    /// <summary>The input of an activity, or the raw value.</summary>
    public object? Of(IActivity activity) => Property is null ? activity.SyntheticProperties.TryGetValue(Name, out var value) ? value : null : Property.GetValue(activity);

    internal void Give(IActivity activity, Expression expression)
    {
        var input = (Input)Activator.CreateInstance(Property?.PropertyType ?? typeof(Input<>).MakeGenericType(Type), expression)!;
        if (Property is null)
            activity.SyntheticProperties[Name] = input;
        else
            Property.SetValue(activity, input);
    }
}
