namespace Masterplan.Exoscale.Operations;

/// <summary>Waits in memory until an operation has ended. Durable steps poll through bookmarks instead, with <see cref="OperationPolling"/>.</summary>
/// <param name="operations">Where to ask.</param>
/// <param name="clock">Where the time comes from.</param>
/// <param name="speed">How much faster than real time the cloud runs: 1 on Exoscale, more in a rehearsal.</param>
public sealed class OperationWaiter(IOperationApi operations, TimeProvider clock, double speed = 1)
{
    /// <summary>Returns the succeeded operation; throws its failure, the fifth poll error in a row, or that it did not end in time.</summary>
    /// <param name="operation">As the call that started it answered.</param>
    /// <param name="what">What was being done, for messages: <c>Creating instance 'prod-master-1'</c>.</param>
    /// <param name="atMost">How long to wait in the cloud's time; without end when unset.</param>
    /// <param name="cancellationToken">Ends the waiting, not the operation.</param>
    public async Task<Operation> WaitAsync(Operation operation, string what, TimeSpan? atMost = null, CancellationToken cancellationToken = default)
    {
        var started = clock.GetTimestamp();
        var errors = 0;
        while (operation.State is OperationState.Pending or OperationState.Unknown)
        {
            var running = clock.GetElapsedTime(started) * speed;
            if (running >= atMost)
                throw new ExoscaleException(ExoscaleErrorKind.Operation, $"{what} did not end within {atMost} (operation '{operation.Id}').") { IsTransient = true };
            await Task.Delay(OperationPolling.Delay(running) / speed, clock, cancellationToken).ConfigureAwait(false);
            try
            {
                operation = await operations.GetAsync(operation.Id, cancellationToken).ConfigureAwait(false);
                errors = 0;
            }
            catch (ExoscaleException) when (++errors < OperationPolling.MaxConsecutiveErrors)
            {
                continue;
            }
        }

        return operation.EnsureSuccess(what);
    }
}
