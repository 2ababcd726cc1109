using System.Reflection;
using Masterplan.Runtime.Authoring;

namespace Masterplan.Runtime.Definitions;

/// <summary>Activity types that a host brings.</summary>
internal sealed record ActivitySource(IReadOnlyList<Type> Types)
{
    public static ActivitySource Of(Assembly assembly) => new(assembly.GetTypes()
        .Where(type => type is { IsAbstract: false, IsGenericTypeDefinition: false } && type.IsVisible && typeof(IActivity).IsAssignableFrom(type) && Creates(type))
        .ToList());

    private static bool Creates(Type type) => Array.Exists(type.GetConstructors(), constructor => Array.TrueForAll(constructor.GetParameters(), parameter => parameter.IsOptional));
}
