using Masterplan.Runtime.Runs;

namespace Masterplan.Host.Progress;

/// <summary>One line for each thing that happens.</summary>
internal sealed class PlainView(StepTracker steps) : ProgressView
{
    public override async Task BeginAsync(bool resumed, CancellationToken cancellationToken) =>
        await Console.Out.WriteLineAsync($"run {steps.Run} {(resumed ? "goes on" : "started")}".AsMemory(), cancellationToken);

    public override async Task ShowAsync(IRunEventSubscription events, CancellationToken cancellationToken)
    {
        await foreach (var happened in ReadAsync(events, cancellationToken))
        {
            if (await steps.TakeAsync(happened, cancellationToken) is { } step)
                await Console.Out.WriteLineAsync(Line(step, steps.Now));
        }
    }

    public override async Task EndAsync(RunSummary summary)
    {
        foreach (var incident in summary.Incidents)
            await Console.Out.WriteLineAsync($"incident at '{incident.DisplayName}': {incident.Message}");
        await Console.Out.WriteLineAsync($"run {summary.Run} {summary.Status}: {summary.Changes} changes in {summary.Seconds:0.0} s");
        if (summary.Told.Length > 0)
            await Console.Out.WriteLineAsync(summary.Told);
        await Console.Out.WriteLineAsync(summary.Next);
    }

    private static string Line(StepState step, DateTimeOffset now)
    {
        var attempts = step.Attempts > 1 ? $", attempt {step.Attempts}" : "";
        var next = step.NextIn.Length > 0 ? $", next in {step.NextIn}" : "";
        var message = step.Message.Length > 0 ? $": {step.Message}" : "";
        return $"{step.Node}  {step.Step}  {step.Status} ({step.Elapsed(now)}{attempts}{next}){message}";
    }
}
