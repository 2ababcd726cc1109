namespace Masterplan.Runtime.Authoring;

/// <summary>Who sent a signal and who receives it.</summary>
public sealed class SignalContext(
    ActivityExecutionContext receiverActivityExecutionContext,
    ActivityExecutionContext senderActivityExecutionContext,
    CancellationToken cancellationToken)
{
    public ActivityExecutionContext ReceiverActivityExecutionContext { get; } = receiverActivityExecutionContext;

    public ActivityExecutionContext SenderActivityExecutionContext { get; } = senderActivityExecutionContext;

    public CancellationToken CancellationToken { get; } = cancellationToken;
}
