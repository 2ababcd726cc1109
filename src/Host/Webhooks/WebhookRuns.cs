using Masterplan.Host.Runs;
using Masterplan.Runtime.Authoring;
using Masterplan.Runtime.Runs;

namespace Masterplan.Host.Webhooks;

/// <summary>Looks at the runs that tell webhooks.</summary>
internal sealed class WebhookRuns(IWorkflowInstances instances, IRunEvents events, TimeProvider clock)
{
    /// <summary>A receiver that is there answers in less.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Waits until the webhook of a run was told, or the first attempt has failed, or it takes too long; null if the run has nothing to tell.</summary>
    public async Task<WebhookState?> SettleAsync(string run, CancellationToken cancellationToken)
    {
        await using var signal = new RunSignal(events, happened => happened.DefinitionId == RunWebhooks.DefinitionId && happened.ActivityId is null, clock);
        var began = clock.GetTimestamp();
        while (true)
        {
            var telling = (await instances.ListAsync(new() { DefinitionId = RunWebhooks.DefinitionId, CorrelationId = run }, cancellationToken)).Items;
            if (telling.All(one => one.Status == WorkflowStatus.Finished))
                return telling.Any(one => one.SubStatus == WorkflowSubStatus.Finished) ? WebhookState.Told : null;
            var left = Patience - clock.GetElapsedTime(began);
            if (left <= TimeSpan.Zero || telling.All(HasSettled))
                return WebhookState.Waiting;
            await signal.WaitAsync(left, cancellationToken);
        }
    }

    private static bool HasSettled(WorkflowInstance one) => one.Status == WorkflowStatus.Finished || one.SubStatus == WorkflowSubStatus.Suspended;
}
