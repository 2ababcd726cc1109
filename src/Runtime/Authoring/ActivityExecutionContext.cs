using Masterplan.Runtime.Activities;
using Masterplan.Runtime.Activities.Composition;
using Masterplan.Runtime.Execution;
using Microsoft.Extensions.DependencyInjection;

namespace Masterplan.Runtime.Authoring;

/// <summary>One execution of one activity in one instance: its inputs, outputs, variables, bookmarks, properties, children and end.
/// What it holds is persisted with the checkpoint that ends or suspends it; if the process dies before, the activity runs again.</summary>
public sealed partial class ActivityExecutionContext
{
    internal ActivityExecutionContext(WorkflowExecutionContext workflow, ActivityExecutionContext? parent, ActivityNode node, ContextState state)
    {
        WorkflowExecutionContext = workflow;
        ParentActivityExecutionContext = parent;
        ActivityNode = node;
        State = state;
        ExpressionExecutionContext = new ExpressionExecutionContext(workflow.ServiceProvider, this, workflow.CancellationToken);
        parent?.ChildSet.Add(this);
    }

    /// <summary>Stable over restarts, so ids of what this execution makes may be derived from it.</summary>
    public string Id => State.Id;

    public DateTimeOffset StartedAt => State.StartedAt ?? WorkflowExecutionContext.SystemClock.UtcNow;

    public DateTimeOffset? CompletedAt { get; internal set; }

    public object? Tag => State.Tag;

    public bool IsCompleted => Status is ActivityStatus.Completed or ActivityStatus.Canceled;

    public WorkflowExecutionContext WorkflowExecutionContext { get; }

    public ActivityExecutionContext? ParentActivityExecutionContext { get; }

    public ExpressionExecutionContext ExpressionExecutionContext { get; }

    public IActivity Activity => ActivityNode.Activity;

    public ActivityDescriptor ActivityDescriptor => ActivityNode.Descriptor;

    public ActivityNode ActivityNode { get; }

    public string NodeId => ActivityNode.NodeId;

    /// <summary>Cancelled when the instance is cancelled, or the host stops.</summary>
    public CancellationToken CancellationToken => WorkflowExecutionContext.CancellationToken;

    public ActivityStatus Status => State.Status;

    public Exception? Exception { get; internal set; }

    /// <summary>Persisted per activity execution, until it ends.</summary>
    public IDictionary<string, object?> Properties
    {
        get
        {
            Taint();
            return State.Properties ??= [];
        }
    }

    /// <summary>Kept in memory for this burst only.</summary>
    public IDictionary<object, object> TransientProperties { get; } = new Dictionary<object, object>();

    public IDictionary<string, object?> Metadata
    {
        get
        {
            Taint();
            return State.Metadata ??= [];
        }
    }

    public IEnumerable<ActivityExecutionContext> Children => ChildSet;

    public IEnumerable<Bookmark> Bookmarks => WorkflowExecutionContext.Bookmarks.Where(bookmark => bookmark.ActivityInstanceId == Id);

    /// <summary>The instance's input, overlaid with what a bookmark was resumed with.</summary>
    public IDictionary<string, object?> WorkflowInput => Host is { } host ? WorkflowExecutionContext.WithResumeInput(WorkflowDefinitionActivity.InputOf(host)) : WorkflowExecutionContext.EffectiveInput;

    /// <summary>What the owner gave this execution when it scheduled it.</summary>
    public IDictionary<string, object?> ActivityInput => State.Input ?? [];

    /// <summary>The input that expressions see: the workflow's, overlaid with what the owners gave this execution and those in which it lies.</summary>
    internal IDictionary<string, object?> ExpressionInput
    {
        get
        {
            Dictionary<string, object?>? seen = null;
            for (var context = this; context is not null && context != Host; context = context.ParentActivityExecutionContext)
                foreach (var (name, value) in context.ActivityInput)
                    (seen ??= []).TryAdd(name, value);
            if (seen is null)
                return WorkflowInput;
            foreach (var (name, value) in WorkflowInput)
                seen.TryAdd(name, value);
            return seen;
        }
    }

    /// <summary>Shown with the execution record and in run events.</summary>
    public IDictionary<string, object?> JournalData { get; } = new Dictionary<string, object?>();

    /// <summary>The evaluated inputs, by property name, as the execution record shows them.</summary>
    public IDictionary<string, object?> ActivityState { get; } = new Dictionary<string, object?>();

    public long ExecutionCount => State.ExecutionCount;

    internal ContextState State { get; }

    internal HashSet<ActivityExecutionContext> ChildSet { get; } = [];

    internal Dictionary<string, object?> OutputValues { get; } = [];

    internal Dictionary<Input, object?> InputValues { get; } = [];

    internal bool HasEvaluatedInputs { get; set; }

    internal object? Result { get; private set; }

    /// <summary>The activity that the workflow, which this one belongs to, is used as; null in a run's own workflow.</summary>
    internal ActivityExecutionContext? Host => this.FindParent(context => context.Activity is WorkflowDefinitionActivity);

    /// <summary>The workflow that this activity belongs to.</summary>
    internal ActivityExecutionContext WorkflowContext => this.FindParent(context => context.Activity is Workflow) ?? WorkflowExecutionContext.RootContext;

    /// <summary>Completes the activity; without a result its outcome is <c>Done</c>.</summary>
    public ValueTask CompleteActivityAsync(object? result = null)
    {
        if (IsCompleted)
            return ValueTask.CompletedTask;
        Result = result ?? Outcomes.Default;
        CompletedAt = WorkflowExecutionContext.SystemClock.UtcNow;
        SetStatus(ActivityStatus.Completed);
        WorkflowExecutionContext.Ended.Enqueue(this);
        return ValueTask.CompletedTask;
    }

    public ValueTask CompleteActivityWithOutcomesAsync(params string[] outcomes) => CompleteActivityAsync(new Outcomes(outcomes));

    /// <summary>Completes the workflow that this activity belongs to, with these outcomes.</summary>
    public ValueTask CompleteCompositeAsync(params string[] outcomes) =>
        WorkflowContext.CompleteActivityAsync(outcomes.Length == 0 ? null : new Outcomes(outcomes));

    public ValueTask ScheduleActivityAsync(IActivity? activity, ActivityCompletionCallback? completionCallback, object? tag = null, IEnumerable<Variable>? variables = null) =>
        ScheduleActivityAsync(activity, new ScheduleWorkOptions(completionCallback, tag, variables));

    /// <summary>Puts a child at the end of the instance's queue; nothing happens if it is null.</summary>
    public ValueTask ScheduleActivityAsync(IActivity? activity, ScheduleWorkOptions? options = null)
    {
        if (activity is not null)
            WorkflowExecutionContext.Schedule(this, activity, options ?? new ScheduleWorkOptions());
        return ValueTask.CompletedTask;
    }

    public async ValueTask ScheduleActivitiesAsync(params IActivity[] activities)
    {
        foreach (var activity in activities)
            await ScheduleActivityAsync(activity);
    }

    public async ValueTask ScheduleActivities(IEnumerable<IActivity> activities, ActivityCompletionCallback? completionCallback, object? tag = null, IEnumerable<Variable>? variables = null)
    {
        foreach (var activity in activities)
            await ScheduleActivityAsync(activity, completionCallback, tag, variables);
    }

    public T GetRequiredService<T>()
        where T : notnull => WorkflowExecutionContext.ServiceProvider.GetRequiredService<T>();

    public object GetRequiredService(Type serviceType) => WorkflowExecutionContext.ServiceProvider.GetRequiredService(serviceType);

    public T? GetService<T>() => WorkflowExecutionContext.ServiceProvider.GetService<T>();

    public object? GetService(Type serviceType) => WorkflowExecutionContext.ServiceProvider.GetService(serviceType);

    public IEnumerable<T> GetServices<T>() => WorkflowExecutionContext.ServiceProvider.GetServices<T>();

    public T GetOrCreateService<T>()
        where T : notnull => ActivatorUtilities.GetServiceOrCreateInstance<T>(WorkflowExecutionContext.ServiceProvider);

    /// <summary>Adds a line to the instance's journal; it is committed with this activity's next checkpoint.</summary>
    public WorkflowExecutionLogEntry AddExecutionLogEntry(string eventName, string? message = null, string? source = null, object? payload = null) =>
        WorkflowExecutionContext.AddLogEntry(this, eventName, message, source, payload);

    /// <summary>Marks the persisted state as changed.</summary>
    public void Taint() => WorkflowExecutionContext.Dirty.Add(this);

    internal void SetStatus(ActivityStatus status)
    {
        State.Status = status;
        Taint();
    }

    internal ValueTask CompleteUnlessWaitingAsync() =>
        Status == ActivityStatus.Running && ChildSet.Count == 0 && !Bookmarks.Any() ? CompleteActivityAsync() : ValueTask.CompletedTask;
}
