using Masterplan.Host.Runs;

namespace Masterplan.Host.Pages;

/// <summary>Draws a run's steps along time, a lane for each node; below each lane the same in words, with who waited for what.</summary>
internal static class RunTimeline
{
    private const int Height = 22;

    public static Html Draw(RunDetail detail, DateTimeOffset now)
    {
        if (detail.Steps.Count == 0)
            return Html.Of($"<p>No step has begun yet.</p>");
        var scale = new Scale(detail.Run.StartedAt, detail.Run.FinishedAt ?? now);
        return Html.Of($"""
            <p class="quiet axis"><span>{Words.Clock(scale.From)}</span><span>{Words.Took(scale.To - scale.From)}{(detail.Run.IsOver ? "" : " so far")}</span><span>{Words.Clock(scale.To)}</span></p>
            {Html.Each(detail.Steps.GroupBy(step => step.Node).OrderBy(lane => lane.Key == detail.Run.Cluster ? 0 : lane.Key.Length).ThenBy(lane => lane.Key, StringComparer.Ordinal), lane => Lane(lane.Key, [.. lane], detail, scale))}
            """);
    }

    private static Html Lane(string node, IReadOnlyList<RunStep> steps, RunDetail detail, Scale scale)
    {
        var failed = steps.Any(step => step.Status == "faulted" && detail.Open.Any(incident => incident.ActivityInstanceId == step.Execution));
        var busy = steps.FirstOrDefault(step => step.IsUnderWay);
        return Html.Of($"""
            <section class="lane" aria-label="{node}">
            <h3>{node} {(failed ? Words.State("bad", "needs a person") : busy is not null ? Words.State("busy", busy.Name) : Words.State("good", Words.Count(steps.Count, "step", "steps")))}</h3>
            <svg class="bars" height="{Height}" aria-hidden="true">{Html.Each(steps, step => Bar(step, scale))}</svg>
            <details id="lane-{node}"{(failed ? " open" : "")}><summary>Steps of {node}</summary><ol>{Html.Each(steps, step => Step(step, scale.To))}</ol></details>
            </section>
            """);
    }

    private static Html Bar(RunStep step, Scale scale)
    {
        var (from, to) = (scale.Percent(step.StartedAt), scale.Percent(step.CompletedAt ?? scale.To));
        return Html.Of($"<rect class=\"{Kind(step)}\" x=\"{from:0.##}%\" width=\"{Math.Max(0.4, to - from):0.##}%\" y=\"3\" height=\"{Height - 6}\" rx=\"2\"><title>{step.Name}</title></rect>");
    }

    private static Html Step(RunStep step, DateTimeOffset now) => Html.Of($"""
        <li><span class="quiet">{Words.Clock(step.StartedAt)}</span> {step.Name} {Words.State(Kind(step), step.Status == "completed" ? $"{Words.Took(step.CompletedAt!.Value - step.StartedAt)}" : step.IsUnderWay ? $"under way for {Words.Took(now - step.StartedAt)}" : step.Status)}
        {(step.Tries > 1 ? Html.Of($"<span class=\"quiet\">{step.Tries} attempts</span>") : Html.Empty)}
        {(step.Waiting is { } waiting ? Html.Of($"<p>Waits: {waiting}</p>") : Html.Empty)}
        {(step.Error is { } error ? Html.Of($"<p class=\"error\">{error}</p>") : Html.Empty)}
        {(step.NextAttemptAt is { } next ? Html.Of($"<p class=\"quiet\">Next attempt at {Words.Clock(next)} UTC</p>") : Html.Empty)}
        {Attempts(step)}</li>
        """);

    private static Html Attempts(RunStep step) => step.Attempts.Count == 0 ? Html.Empty : Html.Of($"""
        <details id="attempts-{step.Execution}"><summary>What it met and waited for ({step.Attempts.Count})</summary><ul>{Html.Each(step.Attempts, attempt => Html.Of($"<li>{attempt}</li>"))}</ul></details>
        """);

    private static string Kind(RunStep step) => step switch
    {
        { Status: "completed" } => "good",
        { Status: "faulted" } => "bad",
        { IsUnderWay: true, Error: not null } => "warn",
        { IsUnderWay: true } => "busy",
        _ => "idle",
    };

    private sealed record Scale(DateTimeOffset From, DateTimeOffset To)
    {
        public double Percent(DateTimeOffset time) => Math.Clamp(100 * (time - From) / (To > From ? To - From : TimeSpan.FromSeconds(1)), 0, 100);
    }
}
