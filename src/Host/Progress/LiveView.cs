using Masterplan.Runtime.Runs;
using Spectre.Console;

namespace Masterplan.Host.Progress;

/// <summary>On a terminal: steps under way as lines that stay in place, finished ones above them.</summary>
internal sealed class LiveView(StepTracker steps) : ProgressView
{
    private static readonly TimeSpan Refresh = TimeSpan.FromMilliseconds(200);

    // Drawing the picture and writing above it take two locks of the console in opposite order.
    private readonly Lock drawing = new();

    public override Task BeginAsync(bool resumed, CancellationToken cancellationToken)
    {
        AnsiConsole.MarkupLineInterpolated($"[bold]run {steps.Run}[/] {(resumed ? "goes on" : "started")}");
        return Task.CompletedTask;
    }

    public override Task ShowAsync(IRunEventSubscription events, CancellationToken cancellationToken) =>
        AnsiConsole.Live(Picture()).AutoClear(true).StartAsync(async live =>
        {
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var ticking = TickAsync(live, stop.Token);
            await foreach (var happened in ReadAsync(events, cancellationToken))
            {
                if (await steps.TakeAsync(happened, cancellationToken) is not { EndedAt: not null } step)
                    continue;
                lock (drawing)
                    AnsiConsole.MarkupLine(Finished(step));
            }

            await stop.CancelAsync();
            await ticking;
        });

    public override Task EndAsync(RunSummary summary)
    {
        foreach (var incident in summary.Incidents)
            AnsiConsole.MarkupLineInterpolated($"[red]incident at '{incident.DisplayName}'[/]: {incident.Message}");
        var colour = summary.Status == "succeeded" ? "green" : "yellow";
        AnsiConsole.MarkupLine($"[{colour}]run {summary.Status}[/]: {summary.Changes} changes in {summary.Seconds:0.0} s");
        if (summary.Told.Length > 0)
            AnsiConsole.WriteLine(summary.Told);
        AnsiConsole.WriteLine(summary.Next);
        return Task.CompletedTask;
    }

    private async Task TickAsync(LiveDisplayContext live, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Refresh, TimeProvider.System);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken))
            {
                lock (drawing)
                    live.UpdateTarget(Picture());
            }
        }
        catch (OperationCanceledException)
        {
            // The run ended, or the command was interrupted.
        }
    }

    /// <summary>As many of the steps under way as the terminal has room for, each on one line.</summary>
    private Rows Picture()
    {
        var active = steps.Active;
        var room = Math.Max(3, AnsiConsole.Profile.Height - 4);
        var (node, step) = (Width(active, item => item.Node), Width(active, item => item.Step));
        var lines = active.Take(room).Select(item => Line($"  {item.Node.PadRight(node)}  {item.Step.PadRight(step)}  {State(item)}", item.IsError ? Color.Yellow : Color.Default));
        return new Rows(active.Count > room ? lines.Append(Line($"  … and {active.Count - room} more steps", Color.Grey)) : lines);
    }

    private static int Width(IReadOnlyList<StepState> active, Func<StepState, string> text) => active.Select(item => text(item).Length).DefaultIfEmpty(0).Max();

    private static Text Line(string text, Color colour)
    {
        var width = AnsiConsole.Profile.Width - 1;
        return new Text(text.Length > width ? text[..(width - 1)] + "…" : text, colour);
    }

    private string State(StepState step)
    {
        var attempts = step.Attempts > 1 ? $"attempt {step.Attempts}, " : "";
        var next = step.NextIn.Length > 0 ? $" (next in {step.NextIn})" : "";
        return $"{step.Elapsed(steps.Now)}  {attempts}{(step.Message.Length > 0 ? step.Message.ReplaceLineEndings(" ") : step.Status)}{next}";
    }

    private string Finished(StepState step)
    {
        var mark = step.Status switch { "done" => "[green]✓[/]", "failed" => "[red]✗[/]", _ => "[yellow]–[/]" };
        var attempts = step.Attempts > 1 ? $", {step.Attempts} attempts" : "";
        var message = step.Status == "failed" ? $": {step.Message}" : "";
        var rest = $"{step.Elapsed(steps.Now)}{attempts}";

        // A finished line takes the place of a line of the picture, so it must be as wide.
        var blank = new string(' ', Math.Max(0, AnsiConsole.Profile.Width - 7 - step.Node.Length - step.Step.Length - rest.Length - message.Length));
        return $"{mark} {Markup.Escape(step.Node)}  {Markup.Escape(step.Step)}  [grey]{rest}[/]{Markup.Escape(message)}{blank}";
    }
}
