namespace Masterplan.Runtime.Authoring;

/// <summary>Base of activities that say themselves when they are complete (<see cref="ActivityExecutionContext.CompleteActivityAsync"/>).</summary>
public abstract class Activity : IActivity, ISignalHandler
{
    protected Activity(string? source = null, int? line = null)
    {
        _ = (source, line);
        (Type, Version) = ActivityTypeNames.Of(GetType());
    }

    protected Activity(string activityType, int version = 1, string? source = null, int? line = null)
        : this(source, line)
    {
        Type = activityType;
        Version = version;
    }

    public string Id { get; set; } = "";

    public string NodeId { get; set; } = "";

    public string? Name { get; set; }

    public string Type { get; set; }

    public int Version { get; set; }

    public bool CanStartWorkflow
    {
        get => CustomProperties.TryGetValue("canStartWorkflow", out var value) && value is true;
        set => CustomProperties["canStartWorkflow"] = value;
    }

    public bool? RunAsynchronously
    {
        get => CustomProperties.TryGetValue("runAsynchronously", out var value) ? value as bool? : null;
        set => CustomProperties["runAsynchronously"] = value ?? false;
    }

    public IDictionary<string, object> CustomProperties { get; set; } = new Dictionary<string, object>();

    public IDictionary<string, object> SyntheticProperties { get; set; } = new Dictionary<string, object>();

    public IDictionary<string, object> Metadata { get; set; } = new Dictionary<string, object>();

    ValueTask<bool> IActivity.CanExecuteAsync(ActivityExecutionContext context) => CanExecuteAsync(context);

    ValueTask IActivity.ExecuteAsync(ActivityExecutionContext context) => InvokeAsync(context);

    ValueTask ISignalHandler.ReceiveSignalAsync(object signal, SignalContext context) => OnSignalReceivedAsync(signal, context);

    internal virtual ValueTask InvokeAsync(ActivityExecutionContext context) => ExecuteAsync(context);

    protected virtual ValueTask<bool> CanExecuteAsync(ActivityExecutionContext context) => new(CanExecute(context));

    protected virtual bool CanExecute(ActivityExecutionContext context) => true;

    protected virtual ValueTask ExecuteAsync(ActivityExecutionContext context)
    {
        Execute(context);
        return ValueTask.CompletedTask;
    }

    protected virtual void Execute(ActivityExecutionContext context)
    {
    }

    protected virtual ValueTask OnSignalReceivedAsync(object signal, SignalContext context)
    {
        OnSignalReceived(signal, context);
        return ValueTask.CompletedTask;
    }

    protected virtual void OnSignalReceived(object signal, SignalContext context)
    {
    }

#pragma warning disable CA1822 // An instance method in Elsa; activities call it so.
    protected ValueTask CompleteAsync(ActivityExecutionContext context) => context.CompleteActivityAsync();
#pragma warning restore CA1822
}
