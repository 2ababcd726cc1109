using System.Text.Json;
using System.Text.Json.Nodes;
using Masterplan.Rehearsal.Cloud.Requests;
using Masterplan.Rehearsal.Cloud.State;
using Masterplan.Rehearsal.Faults;
using Masterplan.Rehearsal.Latencies;
using Microsoft.Extensions.Logging;

namespace Masterplan.Rehearsal.Cloud.Operations;

/// <summary>Lets operations take their time, then take effect: those on one resource in their order, all others side by side.</summary>
internal sealed class OperationQueue(CloudState state, Pace pace, FaultPlan faults, LatencyLog latencies, ILogger<OperationQueue> log) : IDisposable
{
    private static readonly string[] Reasons = ["busy", "unavailable", "fault", "interrupted"];

    private readonly CancellationTokenSource stopping = new();
    private readonly Dictionary<Guid, Task> last = [];
    private Dictionary<string, Effect> effects = [];

    /// <summary>Called after the state has changed.</summary>
    public event Action? Changed;

    /// <summary>Starts an operation; the state's gate is held. Deleting what is being deleted already is the operation that does so.</summary>
    public JsonObject Start(string command, Guid target, string subject, TimeSpan simulated, string? reference = null, Guid? other = null, JsonElement? arguments = null)
    {
        if (command.StartsWith("delete-", StringComparison.Ordinal) && Pending(command, target, other) is { } same)
            return OperationShape.Of(same);
        var doomed = faults.Strikes(FaultNames.OperationFailure, $"{command} {subject}", 0.25, atMost: 1);
        var operation = new OperationRecord(Guid.NewGuid(), command, target, subject, pace.Clock.GetUtcNow() + pace.ToReal(simulated))
        {
            ReferenceKind = reference,
            Other = other,
            Arguments = arguments,
            IsDoomed = doomed,
        };
        state.Operations.Put(operation.Id, operation);
        latencies.Record(subject, command, simulated);
        Schedule(operation);
        return OperationShape.Of(operation);
    }

    /// <summary>Goes on with the operations that were under way when the process ended.</summary>
    public void Resume(IEnumerable<IResource> resources)
    {
        effects = resources.SelectMany(r => r.Effects).ToDictionary(e => e.Command);
        lock (state.Gate)
        {
            foreach (var operation in state.Operations.All.Where(o => o.IsPending).ToList())
                Schedule(operation);
        }
    }

    public void Dispose()
    {
        stopping.Cancel();
        stopping.Dispose();
    }

    private OperationRecord? Pending(string command, Guid target, Guid? other) =>
        state.Operations.All.FirstOrDefault(o => o.IsPending && o.Command == command && o.Target == target && o.Other == other);

    private void Schedule(OperationRecord operation) =>
        last[operation.Target] = RunAsync(operation, last.GetValueOrDefault(operation.Target, Task.CompletedTask), stopping.Token);

    private async Task RunAsync(OperationRecord operation, Task before, CancellationToken cancellationToken)
    {
        try
        {
            // Whoever schedules holds the gate.
            await Task.Yield();
            if (operation.Due - pace.Clock.GetUtcNow() is { Ticks: > 0 } wait)
                await Task.Delay(wait, pace.Clock, cancellationToken).ConfigureAwait(false);
            await before.ConfigureAwait(false);
            await CompleteAsync(operation, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The process ends; the operation goes on with the next one.
        }
        catch (Exception e)
        {
            log.LogError(e, "Operation {Command} on '{Subject}' broke", operation.Command, operation.Subject);
        }
    }

    private async Task CompleteAsync(OperationRecord operation, CancellationToken cancellationToken)
    {
        var effect = effects[operation.Command];
        (string Reason, string Message)? failure = operation.IsDoomed ? Doom(operation) : null;
        try
        {
            if (failure is null && effect.OnMachine is { } onMachine)
                await onMachine(operation, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            log.LogError(e, "The machine behind '{Subject}' refused {Command}", operation.Subject, operation.Command);
            failure = ("fault", e.Message);
        }

        lock (state.Gate)
            End(operation, effect, failure);
        Changed?.Invoke();
    }

    private void End(OperationRecord operation, Effect effect, (string Reason, string Message)? failure)
    {
        try
        {
            if (failure is null)
                effect.Apply?.Invoke(operation);
        }
        catch (Refusal e)
        {
            failure = (Reason(e), e.Message);
        }

        if (failure is not null)
            effect.Undo?.Invoke(operation);
        state.Operations.Put(operation.Id, operation with
        {
            State = failure is null ? OperationRecord.Success : OperationRecord.Failure,
            Reason = failure?.Reason,
            Message = failure?.Message,
        });
        state.Commit();
    }

    private static string Reason(Refusal refusal) => refusal.Status switch
    {
        400 => "incorrect",
        404 => "not-found",
        _ => "interrupted",
    };

    private (string Reason, string Message) Doom(OperationRecord operation)
    {
        var reason = Reasons[(int)(faults.Roll("reason", $"{operation.Command} {operation.Subject}", 1) * Reasons.Length)];
        return (reason, $"The rehearsal lets {operation.Command} of '{operation.Subject}' fail");
    }
}
