namespace Masterplan.Runtime.Authoring;

/// <summary>Names an activity and describes it to the designer.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public class ActivityAttribute : Attribute
{
    public ActivityAttribute()
    {
    }

    public ActivityAttribute(string @namespace, string? category, string? description = null)
    {
        Namespace = @namespace;
        Category = category;
        Description = description;
    }

    public ActivityAttribute(string @namespace, string? description = null)
    {
        Namespace = @namespace;
        Description = description;
        Category = @namespace;
    }

    public ActivityAttribute(string @namespace, string? type, int version = 1, string? description = null, string? category = null)
    {
        Namespace = @namespace;
        Type = type;
        Version = version;
        Description = description;
        Category = category;
    }

    public string? Namespace { get; set; }

    /// <summary>Unset means the class name.</summary>
    public string? Type { get; set; }

    public int Version { get; set; } = 1;

    public string? Description { get; set; }

    public string? DisplayName { get; set; }

    public string? Category { get; set; }

    public ActivityKind Kind { get; set; }

    public bool RunAsynchronously { get; set; }
}
