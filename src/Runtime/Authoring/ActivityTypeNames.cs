using System.Reflection;

namespace Masterplan.Runtime.Authoring;

/// <summary>Derives the type name of an activity from its attribute: namespace, a dot, and the class name unless a type is given.</summary>
internal static class ActivityTypeNames
{
    public static (string Type, int Version) Of(Type type)
    {
        var attribute = type.GetCustomAttribute<ActivityAttribute>();
        var name = attribute?.Type ?? type.Name.Split('`')[0];
        var prefix = attribute?.Namespace ?? type.Namespace;
        return (string.IsNullOrEmpty(prefix) ? name : $"{prefix}.{name}", attribute?.Version ?? 1);
    }
}
