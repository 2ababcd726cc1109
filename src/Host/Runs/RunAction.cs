using Masterplan.Runtime.Runs;

namespace Masterplan.Host.Runs;

/// <summary>A way in which a person steers a run.</summary>
/// <param name="Name">As it stands in addresses.</param>
/// <param name="Label">As it stands on buttons.</param>
/// <param name="Summary">What it does, in one sentence.</param>
/// <param name="IsOffered">Whether it makes sense as the run is.</param>
/// <param name="ActAsync">Does it.</param>
internal sealed record RunAction(string Name, string Label, string Summary, Func<RunLine, bool> IsOffered, Func<IWorkflowRuntime, string, CancellationToken, Task> ActAsync)
{
    public static IReadOnlyList<RunAction> All { get; } =
    [
        new("retry", "Retry", "Tries the steps of open incidents again, with a fresh deadline.", run => run.Incidents > 0, (runtime, run, token) => runtime.RetryAsync(run, cancellationToken: token)),
        new("skip", "Skip", "Lets the steps of open incidents count as done.", run => run.Incidents > 0, (runtime, run, token) => runtime.SkipAsync(run, cancellationToken: token)),
        new("pause", "Pause", "Starts no further step; what runs now ends first.", run => !run.IsOver && !run.IsPaused, (runtime, run, token) => runtime.PauseAsync(run, token)),
        new("resume", "Resume", "Goes on after a pause.", run => run.IsPaused, (runtime, run, token) => runtime.ResumeAsync(run, token)),
        new("cancel", "Cancel", "Ends the run with all that it dispatched, and gives back what it holds.", run => !run.IsOver, (runtime, run, token) => runtime.CancelAsync(run, token)),
    ];
}
