using System.Text.Json;
using Masterplan.Runtime.Expressions;
using Masterplan.Runtime.Json;

namespace Masterplan.Runtime.Authoring;

/// <summary>What activities do often: wait, read and set variables, read the workflow's input, fault.</summary>
public static class ActivityExecutionContextExtensions
{
    private const string BreakingKey = "IsBreaking";

    /// <summary>Waits durably, then calls back; without a callback the activity completes when the time has come.</summary>
    public static void DelayFor(this ActivityExecutionContext context, TimeSpan delay, ExecuteActivityDelegate? callback = null) =>
        context.DelayUntil(context.WorkflowExecutionContext.SystemClock.UtcNow + delay, callback);

    public static void DelayUntil(this ActivityExecutionContext context, DateTimeOffset resumeAt, ExecuteActivityDelegate? callback = null) =>
        context.CreateBookmark(new CreateBookmarkArgs
        {
            Stimulus = new DelayPayload(resumeAt),
            Callback = callback,
            BookmarkName = "Elsa.Delay",
            IncludeActivityInstanceId = true,
        });

    /// <summary>Waits for an event that <c>PublishEvent</c>, or the host, publishes.</summary>
    public static void WaitForEvent(this ActivityExecutionContext context, string eventName, ExecuteActivityDelegate? callback = null) =>
        context.CreateBookmark(new CreateBookmarkArgs
        {
            Stimulus = new EventStimulus(eventName),
            Callback = callback,
            BookmarkName = EventStimulus.BookmarkName,
        });

    /// <summary>The payload of the event that resumed this activity.</summary>
    public static object? GetEventInput(this ActivityExecutionContext context) =>
        context.WorkflowInput.TryGetValue(EventStimulus.InputKey, out var payload) ? payload : null;

    public static T? GetVariable<T>(this ActivityExecutionContext context, string name) =>
        context.FindBlock(name) is { } block ? block.Get<T>() : default;

    public static object? GetVariable(this ActivityExecutionContext context, string name) => context.FindBlock(name)?.Get();

    /// <summary>Sets the nearest variable of this name; an unknown one is declared on this execution.</summary>
    public static Variable SetVariable(this ActivityExecutionContext context, string name, object? value)
    {
        if (context.FindBlock(name) is not { } block)
            return context.SetDynamicVariable(name, value);
        context.WorkflowExecutionContext.SetBlock(block, value);
        return block.Variable;
    }

    /// <summary>Declares a variable on this execution and sets it.</summary>
    public static Variable SetDynamicVariable<T>(this ActivityExecutionContext context, string name, T value) =>
        context.WorkflowExecutionContext.Declare(context, new Variable(name, value), value).Variable;

    public static Variable CreateVariable(this ActivityExecutionContext context, string name, object? value) => context.SetDynamicVariable(name, value);

    public static IDictionary<string, object?> GetVariableValues(this ActivityExecutionContext context)
    {
        var values = new Dictionary<string, object?>();
        foreach (var block in context.VisibleBlocks())
            values.TryAdd(block.Variable.Name, block.Get());
        return values;
    }

    public static T? GetWorkflowInput<T>(this ActivityExecutionContext context, JsonSerializerOptions? serializerOptions = null) =>
        context.GetWorkflowInput<T>(typeof(T).Name, serializerOptions);

    public static T? GetWorkflowInput<T>(this ActivityExecutionContext context, string key, JsonSerializerOptions? serializerOptions = null) =>
        context.TryGetWorkflowInput<T>(key, out var value, serializerOptions) ? value : default;

    public static bool TryGetWorkflowInput<T>(this ActivityExecutionContext context, string key, out T? value, JsonSerializerOptions? serializerOptions = null)
    {
        var found = context.WorkflowInput.TryGetValue(key, out var raw);
        value = found ? Values.To<T>(raw) : default;
        return found;
    }

    /// <summary>Ends this execution with an incident.</summary>
    public static void Fault(this ActivityExecutionContext activityExecutionContext, Exception e)
    {
        activityExecutionContext.Exception = e;
        activityExecutionContext.SetStatus(ActivityStatus.Faulted);
    }

    /// <summary>Sets the main output of an activity that has one.</summary>
    public static void SetResult(this ActivityExecutionContext context, object? value) =>
        context.Set((context.Activity as IActivityWithResult)?.Result, value, "Result");

    public static object? GetLastResult(this ActivityExecutionContext context) => context.WorkflowExecutionContext.GetLastActivityResult();

    public static IEnumerable<ActivityExecutionContext> GetAncestors(this ActivityExecutionContext activityExecutionContext)
    {
        for (var context = activityExecutionContext.ParentActivityExecutionContext; context is not null; context = context.ParentActivityExecutionContext)
            yield return context;
    }

    public static IEnumerable<ActivityExecutionContext> GetChildren(this ActivityExecutionContext activityExecutionContext) => activityExecutionContext.Children;

    public static IEnumerable<ActivityExecutionContext> GetDescendants(this ActivityExecutionContext activityExecutionContext) =>
        activityExecutionContext.Children.SelectMany(child => child.GetDescendants().Prepend(child));

    public static ActivityExecutionContext? FindParent(this ActivityExecutionContext activityExecutionContext, Func<ActivityExecutionContext, bool> predicate) =>
        activityExecutionContext.GetAncestors().FirstOrDefault(predicate);

    /// <summary>Cancels this execution and what is below it.</summary>
    public static async Task CancelActivityAsync(this ActivityExecutionContext activityExecutionContext) =>
        await activityExecutionContext.WorkflowExecutionContext.CancelAsync(activityExecutionContext);

    public static bool GetIsBreaking(this ActivityExecutionContext context) => context.GetProperty<bool>(BreakingKey);

    public static void SetIsBreaking(this ActivityExecutionContext context) => context.SetProperty(BreakingKey, true);

    /// <summary>True for the activity that started this instance, until it has completed: where the flow comes back to it, it waits.</summary>
    public static bool IsTriggerOfWorkflow(this ActivityExecutionContext context) =>
        context.WorkflowExecutionContext.IsTrigger(context.Activity) && !context.WorkflowExecutionContext.HasProperty(WorkflowExecutionContext.TriggerTakenKey);

    /// <summary>Evaluates an input that is not evaluated beforehand.</summary>
    public static async Task<T?> EvaluateAsync<T>(this ActivityExecutionContext context, Input<T> input)
    {
        var evaluator = context.GetRequiredService<IExpressionEvaluator>();
        var value = input.Expression is null ? context.Get(input.MemoryBlockReference()) : await evaluator.EvaluateAsync(input.Expression, typeof(T), context.ExpressionExecutionContext);
        context.InputValues[input] = value;
        return Values.To<T>(value);
    }

    /// <summary>The items of an input: a sequence, or a JSON array as text.</summary>
    public static IAsyncEnumerable<T?> GetItemSource<T>(this ActivityExecutionContext context, Input<object> input) =>
        Values.Items(context.Get(input)).Select(Values.To<T>).ToAsyncEnumerable();
}
