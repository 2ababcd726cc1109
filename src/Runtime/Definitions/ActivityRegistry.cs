using Masterplan.Runtime.Authoring;

namespace Masterplan.Runtime.Definitions;

/// <summary>The activity types of the registered assemblies: every public, concrete one with a constructor without required arguments; and the workflows that can be used as activities.</summary>
internal sealed class ActivityRegistry : IActivityRegistry
{
    private readonly Dictionary<string, ActivityDescriptor> _byName = [];

    private readonly WorkflowActivities _workflows;

    public ActivityRegistry(IEnumerable<ActivitySource> sources, WorkflowActivities workflows)
    {
        _workflows = workflows;
        foreach (var type in sources.SelectMany(source => source.Types).Distinct())
        {
            var descriptor = ActivityDescriptors.Of(type);
            if (!_byName.TryAdd(descriptor.TypeName, descriptor))
                throw new InvalidOperationException($"Activity type '{descriptor.TypeName}' is given by both {_byName[descriptor.TypeName].ClrType} and {type}.");
        }
    }

    public IReadOnlyCollection<ActivityDescriptor> Descriptors => [.. _byName.Values, .. _workflows.Descriptors];

    public ActivityDescriptor? Find(string typeName) => _byName.GetValueOrDefault(typeName) ?? _workflows.Find(typeName);
}
