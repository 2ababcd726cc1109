namespace Masterplan.Runtime.Authoring;

/// <summary>What a trigger sees while its payloads are indexed: its inputs, without an instance.</summary>
public sealed class TriggerIndexingContext(ExpressionExecutionContext expressionExecutionContext, ITrigger trigger, CancellationToken cancellationToken)
{
    public ExpressionExecutionContext ExpressionExecutionContext { get; } = expressionExecutionContext;

    public ITrigger Trigger { get; } = trigger;

    public CancellationToken CancellationToken { get; } = cancellationToken;

    public string TriggerName { get; set; } = trigger.Type;

    public T? Get<T>(Input<T>? input) => input is null ? default : ExpressionExecutionContext.Activity is { } activity ? activity.Get(input) : ExpressionExecutionContext.Get<T>(input.MemoryBlockReference());
}
