using Masterplan.Runtime.Authoring;
using Masterplan.Runtime.Execution;
using Masterplan.Runtime.Expressions;
using Masterplan.Runtime.Json;

namespace Masterplan.Runtime.Activities;

/// <summary>Starts one workflow per item, at most so many at a time, and waits for their ends. A child that faulted or was cancelled faults the step,
/// unless the port ChildFaulted, or the outcome Canceled, is connected. A retry starts only the failed ones again.</summary>
[Activity("Elsa", "Composition", "Create new workflow instances for each item in the data source and dispatch them for execution.", DisplayName = "Bulk Dispatch Workflows", Kind = ActivityKind.Task)]
[FlowNode("Completed", "Canceled", "Done")]
public sealed class BulkDispatchWorkflows : Activity
{
    private const string ItemsName = "BulkDispatchItems";
    private const string ProgressKey = "Progress";

    [Input(UIHint = InputUIHints.WorkflowDefinitionPicker, DisplayName = "Workflow Definition")]
    [System.ComponentModel.DataAnnotations.Required]
    public Input<string> WorkflowDefinitionId { get; set; } = default!;

    public Input<object> Items { get; set; } = new(new List<object?>());

    [Input(DefaultValue = "Item")]
    public Input<string> DefaultItemInputKey { get; set; } = new("Item");

    [Input(AutoEvaluate = false, DisplayName = "Correlation ID Function")]
    public Input<string?> CorrelationIdFunction { get; set; } = new(new Expression("Literal", null));

    [Input(UIHint = InputUIHints.DropDown)]
    public Input<IDictionary<string, object>?> Input { get; set; } = new(new Expression("Literal", null));

    [Input(DefaultValue = true)]
    public Input<bool> WaitForCompletion { get; set; } = new(true);

    [Input(Description = "How many run at a time; 0 or unset for all at once.")]
    public Input<int?> MaxConcurrency { get; set; } = new(new Expression("Literal", null));

    public Input<bool> StartNewTrace { get; set; } = new(false);

    public Input<string?> ChannelName { get; set; } = new(new Expression("Literal", null));

    [Port]
    public IActivity? ChildCompleted { get; set; }

    [Port]
    public IActivity? ChildFaulted { get; set; }

    /// <summary>The children's outputs, in the order of the items.</summary>
    public Output<object>? Result { get; set; }

    protected override async ValueTask ExecuteAsync(ActivityExecutionContext context)
    {
        var items = Values.Items(context.Get(Items)).ToList();
        var waits = context.Get(WaitForCompletion);
        var done = await context.GetRequiredService<ChildDispatcher>().FinishedIndexesAsync(context);
        var progress = new BulkProgress { Total = items.Count, Done = [.. done], Ended = done.Count };
        if (waits && progress.Ended < progress.Total)
        {
            context.SetDynamicVariable<object>(ItemsName, items);
            context.CreateBookmark(new CreateBookmarkArgs { Callback = OnChildEndedAsync, IncludeActivityInstanceId = true, AutoBurn = false });
        }

        await DispatchNextAsync(context, progress, items, waits);
        if (!waits || items.Count == 0)
            await context.CompleteActivityWithOutcomesAsync("Done");
        else
            await FinishIfEndedAsync(context, progress);
    }

    private async ValueTask OnChildEndedAsync(ActivityExecutionContext context)
    {
        var end = ChildEnd.Of(context);
        var progress = context.GetProperty<BulkProgress>(ProgressKey)!;
        progress.Ended++;
        if (end.IsFailed && ChildFaulted is null)
            progress.Failed.Add(end with { WorkflowOutput = null });
        context.JournalData["ended"] = progress.Ended;
        context.JournalData["total"] = progress.Total;
        if (progress.Next < progress.Total)
            await DispatchNextAsync(context, progress, context.GetVariable<List<object?>>(ItemsName)!, waits: true);
        context.SetProperty(ProgressKey, progress);
        if ((end.IsFailed ? ChildFaulted : ChildCompleted) is { } port)
            await SchedulePortAsync(context, port, end);
        await FinishIfEndedAsync(context, progress);
    }

    private ValueTask SchedulePortAsync(ActivityExecutionContext context, IActivity port, ChildEnd end) => context.ScheduleActivityAsync(port, new ScheduleWorkOptions
    {
        CompletionCallback = OnPortCompletedAsync,
        Variables = [new Variable("ChildInstanceId", end.WorkflowInstanceId)],
        Input = new Dictionary<string, object>
        {
            ["WorkflowInstanceId"] = end.WorkflowInstanceId,
            ["WorkflowOutput"] = end.WorkflowOutput ?? [],
            ["WorkflowStatus"] = end.WorkflowStatus.ToString(),
            ["WorkflowSubStatus"] = end.WorkflowSubStatus.ToString(),
        },
    });

    private ValueTask OnPortCompletedAsync(ActivityCompletedContext completed) =>
        FinishIfEndedAsync(completed.TargetContext, completed.TargetContext.GetProperty<BulkProgress>(ProgressKey)!);

    private async ValueTask DispatchNextAsync(ActivityExecutionContext context, BulkProgress progress, List<object?> items, bool waits)
    {
        var dispatcher = context.GetRequiredService<ChildDispatcher>();
        var definition = items.Count == 0 ? null : await dispatcher.PublishedAsync(WorkflowDefinitionId.Get(context));
        var bound = waits && context.Get(MaxConcurrency) is > 0 and var max ? max : int.MaxValue;
        for (; progress.Next < progress.Total && progress.Dispatched - (progress.Ended - progress.Done.Count) < bound; progress.Next++)
        {
            if (progress.Done.Contains(progress.Next))
                continue;
            var item = items[progress.Next];
            await dispatcher.DispatchAsync(context, definition!, await CorrelationIdAsync(context, item), InputOf(context, item), waits, progress.Next);
            progress.Dispatched++;
        }

        context.SetProperty(ProgressKey, progress);
    }

    private Dictionary<string, object?> InputOf(ActivityExecutionContext context, object? item)
    {
        var input = (context.Get(Input) ?? new Dictionary<string, object>()).ToDictionary(pair => pair.Key, pair => (object?)pair.Value);
        if (Values.Plain(item) is Dictionary<string, object?> members)
            foreach (var (key, value) in members)
                input[key] = value;
        else
            input[context.Get(DefaultItemInputKey) ?? "Item"] = item;
        return input;
    }

    private async ValueTask<string?> CorrelationIdAsync(ActivityExecutionContext context, object? item)
    {
        if (CorrelationIdFunction.Expression is not { } expression || expression is { Type: "Literal", Value: null })
            return null;
        context.SetDynamicVariable("Item", item);
        return Values.To<string>(await context.GetRequiredService<IExpressionEvaluator>().EvaluateAsync(expression, typeof(string), context.ExpressionExecutionContext));
    }

    private async ValueTask FinishIfEndedAsync(ActivityExecutionContext context, BulkProgress progress)
    {
        if (progress.Ended < progress.Total || context.Children.Any())
            return;
        context.Set((Output?)Result, await context.GetRequiredService<ChildDispatcher>().OutputsAsync(context), "Result");
        if (progress.Failed.Count == 0)
            await context.CompleteActivityWithOutcomesAsync("Completed", "Done");
        else if (progress.Failed.TrueForAll(end => end.WorkflowSubStatus == WorkflowSubStatus.Cancelled) && IsConnected(context, "Canceled"))
            await context.CompleteActivityWithOutcomesAsync("Canceled");
        else
            throw new ChildFailedException(Describe(context, progress));
    }

    private bool IsConnected(ActivityExecutionContext context, string outcome) =>
        context.ParentActivityExecutionContext?.Activity is Flowchart flowchart && flowchart.Connections.Any(connection => connection.Source == Id && connection.SourcePort == outcome);

    private string Describe(ActivityExecutionContext context, BulkProgress progress)
    {
        var runs = string.Join(", ", progress.Failed.Take(5).Select(end => $"'{end.WorkflowInstanceId}' ({end.WorkflowSubStatus})"));
        var more = progress.Failed.Count > 5 ? $" and {progress.Failed.Count - 5} more" : "";
        return $"{progress.Failed.Count} of {progress.Total} runs of '{context.Get(WorkflowDefinitionId)}', which this step waits for, did not succeed: {runs}{more}. Retry this step to start those again.";
    }
}
