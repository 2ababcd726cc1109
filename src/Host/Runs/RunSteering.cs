using Masterplan.Runtime.Runs;

namespace Masterplan.Host.Runs;

/// <summary>Steers runs for people and programs.</summary>
internal sealed class RunSteering(IWorkflowInstances instances, IWorkflowRuntime runtime)
{
    /// <returns>The run as it was before.</returns>
    /// <exception cref="RunNotFoundException">No run has the id.</exception>
    /// <exception cref="RunStateException">The action makes no sense as the run is; the message says how it is.</exception>
    public async Task<RunLine> ActAsync(RunAction action, string id, CancellationToken cancellationToken)
    {
        var run = RunLine.Of(await instances.GetAsync(id, cancellationToken), (await instances.IncidentsAsync(id, cancellationToken: cancellationToken)).Count);
        if (!action.IsOffered(run))
            throw new RunStateException(id, $"Run '{id}' cannot be asked to {action.Name}: it {How(run)}.");
        await action.ActAsync(runtime, id, cancellationToken);
        return run;
    }

    private static string How(RunLine run) => run.FinishedAt is { } finished ? $"has {(run.Status == "cancelled" ? "been cancelled" : run.Status)} at {finished:u}" : run.IsPaused ? "is paused" : run.Incidents == 0 ? "is under way and has no open incident" : "is under way";
}
