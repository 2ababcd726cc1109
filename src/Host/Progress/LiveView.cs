using Masterplan.Runtime.Runs;
using Spectre.Console;

namespace Masterplan.Host.Progress;

/// <summary>On a terminal: steps under way as a table that stays in place, finished ones above it.</summary>
internal sealed class LiveView(StepTracker steps) : ProgressView
{
    private static readonly TimeSpan Refresh = TimeSpan.FromMilliseconds(200);

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
                if (await steps.TakeAsync(happened, cancellationToken) is { EndedAt: not null } step)
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
        AnsiConsole.WriteLine(summary.Next);
        return Task.CompletedTask;
    }

    private async Task TickAsync(LiveDisplayContext live, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Refresh, TimeProvider.System);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken))
                live.UpdateTarget(Picture());
        }
        catch (OperationCanceledException)
        {
            live.UpdateTarget(Text.Empty);
        }
    }

    private Table Picture()
    {
        var active = steps.Active;
        var room = Math.Max(3, AnsiConsole.Profile.Height - 5);
        var table = new Table().Border(TableBorder.None).HideHeaders().AddColumn("node").AddColumn("step").AddColumn("state");
        foreach (var step in active.Take(room))
            table.AddRow(new Text(step.Node), new Text(step.Step), State(step));
        if (active.Count > room)
            table.AddRow(new Text(""), new Text($"… and {active.Count - room} more steps", Color.Grey), new Text(""));
        return table;
    }

    private Text State(StepState step)
    {
        var attempts = step.Attempts > 1 ? $"attempt {step.Attempts}, " : "";
        var next = step.NextIn.Length > 0 ? $", next in {step.NextIn}" : "";
        var text = $"{step.Elapsed(steps.Now)}  {attempts}{(step.Message.Length > 0 ? step.Message : step.Status)}{next}";
        return new Text(text, step.IsError ? Color.Yellow : Color.Default) { Overflow = Overflow.Ellipsis };
    }

    private string Finished(StepState step)
    {
        var mark = step.Status switch { "done" => "[green]✓[/]", "failed" => "[red]✗[/]", _ => "[yellow]–[/]" };
        var attempts = step.Attempts > 1 ? $", {step.Attempts} attempts" : "";
        var message = step.Status == "failed" ? $": {step.Message}" : "";
        return $"{mark} {Markup.Escape(step.Node)}  {Markup.Escape(step.Step)}  [grey]{step.Elapsed(steps.Now)}{attempts}[/]{Markup.Escape(message)}";
    }
}
