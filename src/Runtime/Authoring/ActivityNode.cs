namespace Masterplan.Runtime.Authoring;

/// <summary>An activity's place in the tree of a definition.</summary>
public sealed class ActivityNode(IActivity activity, ActivityDescriptor descriptor, ActivityNode? parent)
{
    public IActivity Activity { get; } = activity;

    public ActivityDescriptor Descriptor { get; } = descriptor;

    public ActivityNode? Parent { get; } = parent;

    public IList<ActivityNode> Children { get; } = [];

    public string NodeId => Activity.NodeId;
}
