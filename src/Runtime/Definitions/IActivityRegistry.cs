using Masterplan.Runtime.Authoring;

namespace Masterplan.Runtime.Definitions;

/// <summary>The activity types that definitions may use.</summary>
public interface IActivityRegistry
{
    IReadOnlyCollection<ActivityDescriptor> Descriptors { get; }

    ActivityDescriptor? Find(string typeName);
}
