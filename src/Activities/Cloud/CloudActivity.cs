using System.Text.Json;
using Masterplan.Activities.Clusters.Changes;
using Masterplan.Activities.Steps;
using Masterplan.Exoscale;
using Masterplan.Exoscale.Operations;

namespace Masterplan.Activities.Cloud;

/// <summary>
/// A step that brings something of the cloud into its wished state: look, make one change, wait for its operation, look again, until
/// there is nothing left to do. A change whose outcome is unknown is looked for, never repeated blindly.
/// </summary>
public abstract class CloudActivity : ClusterActivity
{
    private const string OperationProperty = "Operation";

    /// <summary>Looks, and makes at most one change.</summary>
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
            if (step.Operation is not { } operation)
                return Progress.NotYet(step.What, OperationPolling.Delay(TimeSpan.Zero));
            await scope.ChangedAsync(ChangeKind.Api, step.What);
            if (operation.IsPending)
                return Follow(scope, new(operation.Id, step.What, scope.Clock.GetUtcNow()));
            operation.EnsureSuccess(step.What);
        }
    }

    /// <summary>Asks for the operation that an earlier attempt left running; null when there is none any more.</summary>
    private static async Task<Progress?> PendingAsync(ClusterScope scope)
    {
        if (scope.Context.GetProperty<string>(OperationProperty) is not { Length: > 0 } json)
            return null;
        var pending = JsonSerializer.Deserialize<PendingOperation>(json)!;
        try
        {
            var operation = await scope.Cloud.Operations.GetAsync(pending.Id, scope.CancellationToken);
            if (operation.IsPending)
                return Follow(scope, pending);
            scope.Context.SetProperty(OperationProperty, "");
            operation.EnsureSuccess(pending.What);
        }
        catch (ExoscaleException exception) when (exception.Kind == ExoscaleErrorKind.NotFound)
        {
            scope.Context.SetProperty(OperationProperty, "");
        }

        return null;
    }

    private static Progress Follow(ClusterScope scope, PendingOperation pending)
    {
        scope.Context.SetProperty(OperationProperty, JsonSerializer.Serialize(pending));
        return Progress.NotYet(pending.What, OperationPolling.Delay(scope.Tempo.ToCloud(scope.Clock.GetUtcNow() - pending.Since)));
    }

    private sealed record PendingOperation(Guid Id, string What, DateTimeOffset Since);
}
