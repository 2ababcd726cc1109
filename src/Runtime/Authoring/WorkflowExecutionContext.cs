using Microsoft.Extensions.DependencyInjection;

namespace Masterplan.Runtime.Authoring;

/// <summary>One instance while it executes: its identity, input, output, properties and what waits in it.</summary>
public sealed partial class WorkflowExecutionContext
{
    /// <summary>A scope of services that lives as long as the instance executes without a pause.</summary>
    public IServiceProvider ServiceProvider { get; }

    public WorkflowStatus Status => Instance.Status;

    public WorkflowSubStatus SubStatus => Instance.SubStatus;

    public string Id => Instance.Id;

    public string DefinitionId => Instance.DefinitionId;

    public string? CorrelationId
    {
        get => Instance.CorrelationId;
        set => Instance.CorrelationId = value;
    }

    public string? Name
    {
        get => Instance.Name;
        set => Instance.Name = value;
    }

    public string? ParentWorkflowInstanceId => Instance.ParentInstanceId;

    /// <summary>The instance at the top of the tree that this one belongs to; its own id for a run that nobody dispatched.</summary>
    public string RootWorkflowInstanceId => Instance.RootInstanceId;

    public DateTimeOffset CreatedAt => Instance.CreatedAt;

    public ISystemClock SystemClock { get; }

    public IIdentityGenerator IdentityGenerator { get; }

    public IReadOnlyCollection<Bookmark> Bookmarks => BookmarkList;

    public IDictionary<string, object?> Input => InputData;

    public IReadOnlyDictionary<string, object?> Output => OutputData;

    /// <summary>Persisted with the instance.</summary>
    public IDictionary<string, object?> Properties
    {
        get
        {
            PropertiesDirty = true;
            return PropertyData;
        }
    }

    public IDictionary<object, object> TransientProperties { get; } = new Dictionary<object, object>();

    /// <summary>The activity that a stimulus started this instance with; empty if it was started as a whole.</summary>
    public string TriggerActivityId => Instance.TriggerActivityId ?? "";

    public CancellationToken CancellationToken { get; }

    public IReadOnlyCollection<ActivityExecutionContext> ActivityExecutionContexts => Contexts.Values;

    public ExpressionExecutionContext ExpressionExecutionContext => RootContext.ExpressionExecutionContext;

    public IEnumerable<Variable> Variables => RootContext.Variables;

    public T GetRequiredService<T>()
        where T : notnull => ServiceProvider.GetRequiredService<T>();

    public T? GetService<T>() => ServiceProvider.GetService<T>();

    public T? GetProperty<T>(string key) => PropertyData.TryGetValue(key, out var value) ? Json.Values.To<T>(value) : default;

    public void SetProperty<T>(string key, T value) => Properties[key] = value;

    public bool HasProperty(string name) => PropertyData.ContainsKey(name);

    public IActivity? FindActivityById(string activityId) => Graph.FindById(activityId)?.Activity;

    public IActivity? FindActivityByNodeId(string nodeId) => Graph.FindByNodeId(nodeId)?.Activity;

    public object? GetLastActivityResult() => Outputs.LastResult;

    public WorkflowExecutionLogEntry AddExecutionLogEntry(string eventName, string? message = null, object? payload = null) =>
        AddLogEntry(RootContext, eventName, message, null, payload);
}
