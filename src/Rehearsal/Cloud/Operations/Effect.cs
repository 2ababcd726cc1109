using Masterplan.Rehearsal.Cloud.State;

namespace Masterplan.Rehearsal.Cloud.Operations;

/// <summary>What an operation does when it is due.</summary>
/// <param name="Command">The call that starts such operations.</param>
internal sealed record Effect(string Command)
{
    /// <summary>What happens to the machine, before the state changes; may happen again after a kill.</summary>
    public Func<OperationRecord, CancellationToken, Task>? OnMachine { get; init; }

    /// <summary>Changes the state, with its gate held; a <see cref="Requests.Refusal"/> makes the operation fail.</summary>
    public Action<OperationRecord>? Apply { get; init; }

    /// <summary>Takes back what was there from the start, when the operation fails.</summary>
    public Action<OperationRecord>? Undo { get; init; }
}
