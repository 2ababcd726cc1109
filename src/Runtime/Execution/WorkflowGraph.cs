using Masterplan.Runtime.Activities;
using Masterplan.Runtime.Authoring;

namespace Masterplan.Runtime.Execution;

/// <summary>A definition version, built and ready to run: its activities as a tree, found by id or node id. Shared by all its instances.</summary>
internal sealed class WorkflowGraph
{
    private readonly Dictionary<string, ActivityNode> _byNodeId = [];
    private readonly Dictionary<string, ActivityNode> _byId = [];
    private readonly Dictionary<IActivity, ActivityNode> _byActivity = new(ReferenceEqualityComparer.Instance);

    public WorkflowGraph(ActivityNode root, bool recordsOutputs)
    {
        Root = root;
        RecordsOutputs = recordsOutputs;
        Add(root);
    }

    public ActivityNode Root { get; }

    public Workflow Workflow => (Workflow)Root.Activity;

    /// <summary>True if an expression of the definition asks for the outputs of activities, so that they must be kept.</summary>
    public bool RecordsOutputs { get; }

    public IEnumerable<ActivityNode> Nodes => _byNodeId.Values;

    public ActivityNode? FindByNodeId(string nodeId) => _byNodeId.GetValueOrDefault(nodeId);

    public ActivityNode? FindById(string id) => _byId.GetValueOrDefault(id);

    public ActivityNode NodeOf(IActivity activity) => _byActivity.TryGetValue(activity, out var node)
        ? node
        : throw new InvalidOperationException($"Activity '{activity.Id}' ({activity.Type}) is not part of workflow '{Workflow.DefinitionId}', so it cannot be scheduled.");

    private void Add(ActivityNode node)
    {
        _byNodeId[node.NodeId] = node;
        _byId[node.Activity.Id] = node;
        _byActivity[node.Activity] = node;
        foreach (var child in node.Children)
            Add(child);
    }
}
