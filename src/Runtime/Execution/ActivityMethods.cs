using System.Collections.Concurrent;
using System.Reflection;
using Masterplan.Runtime.Authoring;

namespace Masterplan.Runtime.Execution;

/// <summary>Callbacks are persisted by name and found again on the activity's type.</summary>
internal static class ActivityMethods
{
    private static readonly ConcurrentDictionary<(Type, string), MethodInfo?> Found = new();

    public static string NameOf(Delegate callback, IActivity activity)
    {
        if (Find(activity.GetType(), callback.Method.Name) == callback.Method || Find(activity.GetType(), callback.Method.Name)?.GetBaseDefinition() == callback.Method.GetBaseDefinition())
            return callback.Method.Name;
        throw new InvalidOperationException(
            $"Activity type {activity.GetType().Name} gives the callback '{callback.Method.Name}', which is not one of its own methods, so it cannot be found again after a restart. Make it a method of the activity.");
    }

    public static TDelegate Bind<TDelegate>(IActivity activity, string name)
        where TDelegate : Delegate
    {
        var method = Find(activity.GetType(), name) ?? throw new InvalidOperationException(
            $"Activity type {activity.GetType().Name} has no method '{name}', which a stored run is to call. It was renamed or removed; put it back.");
        return method.IsStatic ? method.CreateDelegate<TDelegate>() : method.CreateDelegate<TDelegate>(activity);
    }

    private static MethodInfo? Find(Type type, string name) => Found.GetOrAdd((type, name), static key =>
    {
        const BindingFlags flags = BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
        for (var current = key.Item1; current is not null; current = current.BaseType)
            if (Array.Find(current.GetMethods(flags), candidate => candidate.Name == key.Item2 && TakesOneContext(candidate)) is { } method)
                return method;
        return null;
    });

    private static bool TakesOneContext(MethodInfo method) =>
        method.GetParameters() is [{ ParameterType: var type }] && (type == typeof(ActivityExecutionContext) || type == typeof(ActivityCompletedContext));
}
