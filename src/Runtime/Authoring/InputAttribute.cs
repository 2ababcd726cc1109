namespace Masterplan.Runtime.Authoring;

/// <summary>Describes an input to the designer. An input that must be given carries <c>[Required]</c> of DataAnnotations as well.</summary>
[AttributeUsage(AttributeTargets.Property)]
public class InputAttribute : Attribute
{
    public string? Name { get; set; }

    public string? UIHint { get; set; }

    public string? DisplayName { get; set; }

    public string? Description { get; set; }

    public string? Category { get; set; }

    public object? Options { get; set; }

    public float Order { get; set; }

    public object? DefaultValue { get; set; }

    public Type? DefaultValueProvider { get; set; }

    public string? DefaultSyntax { get; set; }

    public string[]? SupportedSyntaxes { get; set; }

    public bool IsReadOnly { get; set; }

    public bool IsBrowsable { get; set; } = true;

    /// <summary>False leaves the evaluation of the expression to the activity.</summary>
    public bool AutoEvaluate { get; set; } = true;

    public Type? EvaluatorType { get; set; }

    public bool IsSerializable { get; set; } = true;

    /// <summary>True keeps the value out of the execution record.</summary>
    public bool CanContainSecrets { get; set; }

    public Type? UIHandler { get; set; }

    public Type[]? UIHandlers { get; set; }
}
