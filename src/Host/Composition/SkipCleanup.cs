using Masterplan.Activities.Clusters;
using Masterplan.Activities.Steps;
using Masterplan.Runtime.Authoring;
using Masterplan.Runtime.Runs;

namespace Masterplan.Host.Composition;

/// <summary>Has a skipped step give back the turn that its node had at the disruption lock.</summary>
internal sealed class SkipCleanup(RunCleanup cleanup) : IActivitySkipHandler
{
    public Task OnSkippingAsync(ActivityExecutionContext context) =>
        context.GetWorkflowInput<string>("Cluster") is { Length: > 0 } cluster && context.GetWorkflowInput<string>("Node") is { Length: > 0 } node
            ? cleanup.EndTurnAsync(cluster, RunIdentity.Of(context), node)
            : Task.CompletedTask;
}
