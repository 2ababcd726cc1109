using Masterplan.Runtime.Authoring;

namespace Masterplan.Runtime.Definitions;

/// <summary>The activity types of the registered assemblies: every public, concrete one with a constructor without required arguments.</summary>
internal sealed class ActivityRegistry : IActivityRegistry
{
    private readonly Dictionary<string, ActivityDescriptor> _byName = [];

    public ActivityRegistry(IEnumerable<ActivitySource> sources)
    {
        foreach (var type in sources.SelectMany(source => source.Types).Distinct())
        {
            var descriptor = ActivityDescriptors.Of(type);
            if (!_byName.TryAdd(descriptor.TypeName, descriptor))
                throw new InvalidOperationException($"Activity type '{descriptor.TypeName}' is given by both {_byName[descriptor.TypeName].ClrType} and {type}.");
        }
    }

    public IReadOnlyCollection<ActivityDescriptor> Descriptors => _byName.Values;

    public ActivityDescriptor? Find(string typeName) => _byName.GetValueOrDefault(typeName);
}
