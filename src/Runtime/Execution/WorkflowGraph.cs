using Masterplan.Runtime.Activities;
using Masterplan.Runtime.Activities.Composition;
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

    /// <summary>What an activity's outputs are recorded under: its id, or where it stands if it belongs to a workflow that is used as an activity.</summary>
    public string KeyOf(IActivity activity) => _byId.TryGetValue(activity.Id, out var node) && node.Activity == activity ? activity.Id : activity.NodeId;

    /// <summary>The activity with this id or name in the workflow that another activity belongs to.</summary>
    public ActivityNode? FindBeside(ActivityNode workflow, string idOrName) =>
        workflow.Parent is null ? FindById(idOrName) ?? Named(Root, idOrName) : Below(workflow).FirstOrDefault(node => node.Activity.Id == idOrName) ?? Named(workflow, idOrName);

    /// <summary>The activities of the workflow itself, without those of workflows that are used in it.</summary>
    public IEnumerable<ActivityNode> OwnNodes => Below(Root).Prepend(Root);

    private static ActivityNode? Named(ActivityNode workflow, string name) => Below(workflow).FirstOrDefault(node => node.Activity.Name == name);

    private static IEnumerable<ActivityNode> Below(ActivityNode node) =>
        node.Children.SelectMany(child => child.Activity is WorkflowDefinitionActivity ? [child] : Below(child).Prepend(child));

    private void Add(ActivityNode node)
    {
        _byNodeId[node.NodeId] = node;
        // The activities of a workflow that is used as one may have ids that this workflow has as well.
        _byId.TryAdd(node.Activity.Id, node);
        _byActivity[node.Activity] = node;
        foreach (var child in node.Children)
            Add(child);
    }
}
