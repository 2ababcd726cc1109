using Masterplan.Runtime.Activities;
using Masterplan.Runtime.Execution;
using Masterplan.Runtime.Json;
using Masterplan.Runtime.Runs;
using Masterplan.Runtime.Store;

namespace Masterplan.Runtime.Authoring;

/// <content>What the engine keeps about an instance under way, and collects for the next checkpoint.</content>
public sealed partial class WorkflowExecutionContext
{
    internal const string TriggerTakenKey = "TriggerTaken";
    private ActivityExecutionContext? _root;

    internal WorkflowExecutionContext(IServiceProvider services, WorkflowGraph graph, InstanceRow instance, CancellationToken cancellationToken)
    {
        ServiceProvider = services;
        Graph = graph;
        Instance = instance;
        CancellationToken = cancellationToken;
        SystemClock = GetRequiredService<ISystemClock>();
        IdentityGenerator = GetRequiredService<IIdentityGenerator>();
        Checkpoint = new Checkpoint(instance) { StoredParts = StoredParts };
    }

    internal WorkflowGraph Graph { get; }

    internal InstanceRow Instance { get; }

    internal Dictionary<string, object?> InputData { get; set; } = [];

    internal Dictionary<string, object?> OutputData { get; set; } = [];

    internal Dictionary<string, object?> PropertyData { get; set; } = [];

    internal OutputRegister Outputs { get; set; } = new();

    internal Dictionary<string, ActivityExecutionContext> Contexts { get; } = [];

    internal SortedDictionary<long, ActivityExecutionContext> Pending { get; } = [];

    internal List<Bookmark> BookmarkList { get; } = [];

    internal HashSet<ActivityExecutionContext> Dirty { get; } = [];

    internal Queue<ActivityExecutionContext> Ended { get; } = new();

    internal HashSet<string> StoredParts { get; } = [];

    internal bool PropertiesDirty { get; set; }

    internal FinishReason FinishReason { get; set; }

    /// <summary>What the bookmark was resumed with, while its callback runs.</summary>
    internal IDictionary<string, object?>? ResumeInput { get; set; }

    /// <summary>What the next checkpoint will write.</summary>
    internal Checkpoint Checkpoint { get; set; }

    internal ActivityExecutionContext RootContext => _root ?? throw new InvalidOperationException($"Instance '{Id}' has not been started.");

    internal IDictionary<string, object?> EffectiveInput => WithResumeInput(InputData);

    internal IDictionary<string, object?> WithResumeInput(IDictionary<string, object?> input)
    {
        if (ResumeInput is null)
            return input;
        var merged = new Dictionary<string, object?>(input);
        foreach (var (key, value) in ResumeInput)
            merged[key] = value;
        return merged;
    }

    internal ActivityExecutionContext AddContext(ActivityExecutionContext? parent, ActivityNode node, ContextState state)
    {
        var context = new ActivityExecutionContext(this, parent, node, state);
        Contexts[state.Id] = context;
        if (state.Status == ActivityStatus.Pending)
            Pending[state.Sequence] = context;
        if (parent is null)
            _root = context;
        return context;
    }

    internal void Schedule(ActivityExecutionContext owner, IActivity activity, ScheduleWorkOptions options)
    {
        var callback = options.CompletionCallback is null ? null : ActivityMethods.NameOf(options.CompletionCallback, owner.Activity);
        var context = AddContext(owner, Graph.NodeOf(activity), new ContextState
        {
            Id = IdentityGenerator.GenerateId(),
            ParentId = owner.Id,
            NodeId = activity.NodeId,
            Sequence = Instance.NextWork(),
            CompletionCallback = callback,
            Tag = options.Tag,
            Input = options.Input?.ToDictionary(pair => pair.Key, pair => (object?)pair.Value),
        });
        context.Taint();
        foreach (var variable in options.Variables ?? [])
            Declare(context, variable, variable.Value);
    }

    /// <summary>Puts a faulted execution back into the queue.</summary>
    internal void Requeue(ActivityExecutionContext context)
    {
        context.State.Sequence = Instance.NextWork();
        context.State.Retries++;
        context.Exception = null;
        if (context.Activity is not IScope)
            context.State.Properties = null;
        context.SetStatus(ActivityStatus.Pending);
        Pending[context.State.Sequence] = context;
    }

    internal VariableBlock Declare(ActivityExecutionContext context, Variable variable, object? value)
    {
        if (context.Blocks.TryGetValue(variable.Id, out var existing))
        {
            SetBlock(existing, value);
            return existing;
        }

        var block = new VariableBlock(context.Id, variable);
        context.Blocks[variable.Id] = block;
        block.Set(value);
        Keep(block);
        return block;
    }

    internal void SetBlock(VariableBlock block, object? value)
    {
        if (block.Set(value))
            Keep(block);
    }

    private void Keep(VariableBlock block)
    {
        if (block.Variable.StorageDriverType != typeof(MemoryStorageDriver))
            Checkpoint.Parts[block.Key] = block.Json;
    }

    internal bool IsTrigger(IActivity activity) => TriggerActivityId.Length > 0 && Graph.FindById(TriggerActivityId)?.Activity == activity;

    internal bool HasOutput(string name) => Graph.Workflow.Outputs.Any(output => output.Name == name);

    internal void SetOutput(string name, object? value)
    {
        OutputData[name] = Values.Plain(value);
        Checkpoint.Parts[PartKeys.Output] = RuntimeJson.Serialize(OutputData);
    }

    internal void RecordOutput(IActivity activity, string name, object? value)
    {
        if (!Graph.RecordsOutputs)
            return;
        var key = Graph.KeyOf(activity);
        if (!Outputs.ByActivity.TryGetValue(key, out var outputs))
            Outputs.ByActivity[key] = outputs = [];
        outputs[name] = Values.Plain(value);
        if (name == "Result")
            Outputs.LastResult = outputs[name];
        Checkpoint.Parts[PartKeys.Outputs] = RuntimeJson.Serialize(Outputs);
    }

    internal void AddBookmark(Bookmark bookmark)
    {
        BookmarkList.Add(bookmark);
        Checkpoint.NewBookmarks.Add(bookmark);
    }

    internal void RemoveBookmarks(Predicate<Bookmark> predicate)
    {
        foreach (var bookmark in BookmarkList.FindAll(predicate))
        {
            BookmarkList.Remove(bookmark);
            if (!Checkpoint.NewBookmarks.Remove(bookmark))
                Checkpoint.DeletedBookmarks.Add(bookmark.Id);
        }
    }

    internal WorkflowExecutionLogEntry AddLogEntry(ActivityExecutionContext context, string eventName, string? message, string? source, object? payload)
    {
        var entry = new WorkflowExecutionLogEntry
        {
            Id = IdentityGenerator.GenerateId(),
            ActivityInstanceId = context.Id,
            ParentActivityInstanceId = context.State.ParentId,
            ActivityId = context.Activity.Id,
            ActivityType = context.Activity.Type,
            ActivityTypeVersion = context.Activity.Version,
            ActivityName = context.Activity.Name,
            NodeId = context.NodeId,
            Timestamp = SystemClock.UtcNow,
            Sequence = ++Instance.LogSequence,
            EventName = eventName,
            Message = message,
            Source = source,
            Payload = payload,
        };
        Checkpoint.Journal.Add(entry);
        Checkpoint.Events.Add(RunEvent.Of(Instance, context, entry));
        return entry;
    }

    /// <summary>Adds what has changed in executions and properties to the checkpoint.</summary>
    internal void Seal()
    {
        foreach (var context in Dirty)
            if (Contexts.ContainsKey(context.Id))
                Checkpoint.Parts[PartKeys.Context(context.Id)] = RuntimeJson.Serialize(context.State);
        Dirty.Clear();
        if (PropertiesDirty)
            Checkpoint.Parts[PartKeys.Properties] = RuntimeJson.Serialize(PropertyData);
        PropertiesDirty = false;
    }

    internal void BeginCheckpoint() => Checkpoint = new Checkpoint(Instance) { StoredParts = StoredParts };

    /// <summary>Removes an execution that has ended from the state.</summary>
    internal void Forget(ActivityExecutionContext context)
    {
        Contexts.Remove(context.Id);
        Dirty.Remove(context);
        context.ParentActivityExecutionContext?.ChildSet.Remove(context);
        if (context.Status == ActivityStatus.Pending || Pending.ContainsKey(context.State.Sequence))
            Pending.Remove(context.State.Sequence);
        RemoveBookmarks(bookmark => bookmark.ActivityInstanceId == context.Id);
        Checkpoint.DeletePart(PartKeys.Context(context.Id));
        foreach (var block in context.Blocks.Values)
            Checkpoint.DeletePart(block.Key);
    }

    /// <summary>Cancels an execution and what is below it, deepest first; workflows that it waits for are cancelled with it.</summary>
    internal async ValueTask CancelAsync(ActivityExecutionContext context)
    {
        foreach (var child in context.ChildSet.ToList())
            await CancelAsync(child);
        if (context.IsCompleted || !Contexts.ContainsKey(context.Id))
            return;
        var started = context.Status != ActivityStatus.Pending;
        if (started && context.Activity is ISignalHandler handler)
            await SignalCancelAsync(handler, context);
        Pending.Remove(context.State.Sequence);
        context.SetStatus(ActivityStatus.Canceled);
        context.CompletedAt = SystemClock.UtcNow;
        if (started)
        {
            AddLogEntry(context, "Canceled", null, null, null);
            Checkpoint.Executions[context.Id] = context;
            Checkpoint.CancelChildrenOf.Add(context.Id);
            Checkpoint.ResolveIncidentsOf.Add(context.Id);
        }

        Forget(context);
    }

    private async ValueTask SignalCancelAsync(ISignalHandler handler, ActivityExecutionContext context)
    {
        try
        {
            await handler.ReceiveSignalAsync(new CancelSignal(), new SignalContext(context, context, CancellationToken.None));
        }
        catch (Exception e)
        {
            AddLogEntry(context, "Error", $"Cleaning up after the cancellation failed: {e.Message}", null, null);
        }
    }
}
