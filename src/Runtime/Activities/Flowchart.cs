using System.Text.Json.Nodes;
using Masterplan.Runtime.Authoring;
using Masterplan.Runtime.Definitions;

namespace Masterplan.Runtime.Activities;

/// <summary>Runs activities along the lines between them. Joins run once per wave; branches that are not taken do not hold them up.</summary>
[Activity("Elsa", "Flow", "A flowchart is a collection of activities and connections between them.")]
public sealed class Flowchart : Activity, IVariableContainer, IScope, IHidden, IReadsDefinition
{
    private const string ScopeKey = "FlowScope";
    private readonly Dictionary<string, FlowGraph> _graphs = [];
    private string? _startId;

    public ICollection<Variable> Variables { get; set; } = [];

    public ICollection<IActivity> Activities { get; set; } = [];

    internal IReadOnlyList<Connection> Connections { get; private set; } = [];

    public IActivity Find(string id) => Activities.First(activity => activity.Id == id);

    void IReadsDefinition.Read(JsonObject json, string path, ActivityBuilder builder)
    {
        Connections = ConnectionReader.Read(json["connections"], path, Activities, json["activities"] as JsonArray, builder.Scope);
        _startId = References.Text(json["start"]) ?? References.Text((json["start"] as JsonObject)?["id"]);
        if (_startId is { Length: > 0 } && Activities.All(activity => activity.Id != _startId))
            builder.Scope.Fault($"{path}.start", $"The flowchart has no activity '{_startId}'.");
    }

    protected override async ValueTask ExecuteAsync(ActivityExecutionContext context)
    {
        if (FindStart(context) is not { } start)
        {
            await context.CompleteActivityAsync();
            return;
        }

        var scope = new FlowScope();
        scope.Visit(start.Id);
        context.SetProperty(ScopeKey, scope);
        context.SetProperty("Start", start.Id);
        await context.ScheduleActivityAsync(start, OnChildCompletedAsync);
    }

    private async ValueTask OnChildCompletedAsync(ActivityCompletedContext completed)
    {
        var context = completed.TargetContext;
        if (completed.ChildContext.ActivityDescriptor.IsTerminal)
        {
            await context.CompleteActivityAsync();
            return;
        }

        var scope = context.GetProperty<FlowScope>(ScopeKey)!;
        var outcomes = (completed.Result as Outcomes ?? Outcomes.Default).Names;
        var visitor = new FlowVisitor(this, context, scope, GraphFrom(context.GetProperty<string>("Start")!), (activity, goesBack) => ScheduleAsync(context, activity, goesBack));
        await visitor.LeaveAsync(completed.ChildContext.Activity.Id, outcomes);
        context.SetProperty(ScopeKey, scope);
        if (!context.Children.Any())
            await context.CompleteActivityAsync();
    }

    private ValueTask ScheduleAsync(ActivityExecutionContext context, IActivity activity, bool goesBack) => context.ScheduleActivityAsync(activity, new ScheduleWorkOptions
    {
        CompletionCallback = OnChildCompletedAsync,
        Input = goesBack ? new Dictionary<string, object> { ["BackwardConnection"] = true } : null,
    });

    private IActivity? FindStart(ActivityExecutionContext context)
    {
        return Activities.FirstOrDefault(context.WorkflowExecutionContext.IsTrigger)
            ?? Activities.FirstOrDefault(activity => activity.Id == _startId)
            ?? Activities.FirstOrDefault(activity => activity is Start)
            ?? Activities.FirstOrDefault(activity => activity.GetCanStartWorkflow())
            ?? Activities.FirstOrDefault(activity => Connections.All(connection => connection.Target != activity.Id))
            ?? Activities.FirstOrDefault();
    }

    private FlowGraph GraphFrom(string start)
    {
        lock (_graphs)
        {
            if (!_graphs.TryGetValue(start, out var graph))
                _graphs[start] = graph = new FlowGraph(start, Connections);
            return graph;
        }
    }
}
