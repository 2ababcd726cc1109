using System.Text.Json;
using Masterplan.Activities.Steps;
using Masterplan.Exoscale;
using Masterplan.Exoscale.Operations;

namespace Masterplan.Activities.Cloud;

/// <summary>
/// A step that brings something of the cloud into its wished state: look, change what can be changed now, wait for the operations, look
/// again, until there is nothing left to do. A change whose outcome is unknown is looked for, never repeated blindly.
/// </summary>
public abstract class CloudActivity : ClusterActivity
{
    private const string OperationsProperty = "Operations";

    /// <summary>Looks, and makes one change, or several that do not need each other.</summary>
    protected abstract Task<CloudStep> NextAsync(ClusterScope scope);

    protected override async Task<Progress> AttemptAsync(ClusterScope scope)
    {
        if (await PendingAsync(scope) is { } pending)
            return pending;
        while (true)
        {
            var step = await NextAsync(scope);
            if (step.IsSettled)
                return Progress.Done;
            if (step.Changes.Count == 0)
                return Progress.NotYet(step.Awaited, OperationPolling.Delay(TimeSpan.Zero));
            if (Follow(scope, [.. step.Changes.Select(change => (change.Operation, new PendingOperation(change.Operation.Id, change.What, scope.Clock.GetUtcNow())))]) is { } progress)
                return progress;
        }
    }

    /// <summary>Asks for the operations that an earlier attempt left running; null when there is none any more.</summary>
    private static async Task<Progress?> PendingAsync(ClusterScope scope)
    {
        if (scope.Context.GetProperty<string>(OperationsProperty) is not { Length: > 0 } json)
            return null;
        var found = new List<(Operation, PendingOperation)>();
        foreach (var pending in JsonSerializer.Deserialize<IReadOnlyList<PendingOperation>>(json)!)
        {
            try
            {
                found.Add((await scope.Cloud.Operations.GetAsync(pending.Id, scope.CancellationToken), pending));
            }
            catch (ExoscaleException exception) when (exception.Kind == ExoscaleErrorKind.NotFound)
            {
                // Nobody knows how it ended: the next look finds out.
            }
        }

        return Follow(scope, found);
    }

    /// <summary>Keeps those that are still running; null when none is.</summary>
    /// <exception cref="ExoscaleException">One has failed; the others are kept.</exception>
    private static Progress? Follow(ClusterScope scope, IReadOnlyList<(Operation Now, PendingOperation Known)> operations)
    {
        var pending = operations.Where(operation => operation.Now.IsPending).Select(operation => operation.Known).ToList();
        scope.Context.SetProperty(OperationsProperty, pending.Count == 0 ? "" : JsonSerializer.Serialize(pending));
        foreach (var (now, known) in operations.Where(operation => !operation.Now.IsPending))
            now.EnsureSuccess(known.What);
        if (pending.Count == 0)
            return null;
        var what = pending.Count == 1 ? pending[0].What : $"{pending[0].What}, and {pending.Count - 1} more";
        return Progress.NotYet(what, OperationPolling.Delay(scope.Tempo.ToCloud(scope.Clock.GetUtcNow() - pending.Min(operation => operation.Since))));
    }

    private sealed record PendingOperation(Guid Id, string What, DateTimeOffset Since);
}
