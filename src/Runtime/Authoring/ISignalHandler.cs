namespace Masterplan.Runtime.Authoring;

/// <summary>Receives signals that the engine or another activity sends, such as <see cref="CancelSignal"/>.</summary>
public interface ISignalHandler
{
    ValueTask ReceiveSignalAsync(object signal, SignalContext context);
}
