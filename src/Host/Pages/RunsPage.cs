using Masterplan.Host.Api;
using Masterplan.Host.Runs;
using Masterplan.Runtime.Runs;

namespace Masterplan.Host.Pages;

/// <summary>The list of runs.</summary>
internal sealed class RunsPage(IWorkflowInstances instances, TimeProvider clock)
{
    private static readonly string[] Statuses = ["", "under-way", "paused", "succeeded", "failed", "cancelled"];

    public LivePage Page(RunListQuery query) => new("Runs", token => RenderAsync(query, token), happened => happened.InstanceId == happened.RootInstanceId && happened.ActivityId is null || happened.EventName is "Faulted");

    private async Task<IReadOnlyList<PageSection>> RenderAsync(RunListQuery query, CancellationToken cancellationToken)
    {
        var runs = await RunLine.ListAsync(instances, query.Filter, cancellationToken);
        return
        [
            PageSection.Announcement(Words.Count((int)runs.TotalCount, "run", "runs")),
            new("filter", Filter(query)),
            new("runs", Html.Of($"{(runs.Items.Count == 0 ? Html.Of($"<p>No such runs.</p>") : Table(runs.Items))}{Pager(query, runs.TotalCount)}")),
        ];
    }

    private static Html Filter(RunListQuery query) => Html.Of($"""
        <h1>Runs</h1>
        <form class="filter" role="search" aria-label="Runs">
        <label>Cluster <input name="cluster" value="{query.Cluster}"></label>
        <label>Status <select name="status">{Html.Each(Statuses, status => Html.Of($"<option value=\"{status}\"{(status == (query.Status ?? "") ? " selected" : "")}>{(status.Length == 0 ? "any" : status.Replace('-', ' '))}</option>"))}</select></label>
        <button>Show</button>
        </form>
        <p class="quiet"><a href="/studio/workflows/instances">The same in Studio</a>, with each workflow that a run dispatched.</p>
        """);

    private Html Table(IReadOnlyList<RunLine> runs) => Html.Of($"""
        <table class="runs"><thead><tr><th scope="col">Run<th scope="col">Cluster<th scope="col">State<th scope="col">Started<th scope="col">Took</tr></thead>
        <tbody>{Html.Each(runs, Row)}</tbody></table>
        """);

    private Html Row(RunLine run) => Html.Of($"""
        <tr><td><a href="/runs/{run.Id}">{run.Definition}</a> <span class="quiet">{run.Id}</span><td data-label="Cluster">{run.Cluster}<td data-label="State">{Words.RunState(run)}
        <td data-label="Started">{Words.Time(run.StartedAt)}<td data-label="Took">{(run.FinishedAt is { } finished ? Words.Took(finished - run.StartedAt) : $"{Words.Took(clock.GetUtcNow() - run.StartedAt)} so far")}</tr>
        """);

    private static Html Pager(RunListQuery query, long total)
    {
        var last = (int)((Math.Max(total, 1) - 1) / query.Size);
        if (last == 0)
            return Html.Empty;
        return Html.Of($"""
            <nav class="pager" aria-label="More runs">{Link(query, query.Number - 1, query.Number > 0, "Newer")}<span>Page {query.Number + 1} of {last + 1}</span>{Link(query, query.Number + 1, query.Number < last, "Older")}</nav>
            """);
    }

    private static Html Link(RunListQuery query, int page, bool isThere, string text) => isThere
        ? Html.Of($"<a href=\"/runs?cluster={Uri.EscapeDataString(query.Cluster ?? "")}&status={Uri.EscapeDataString(query.Status ?? "")}&page={page}&pageSize={query.Size}\">{text}</a>")
        : Html.Of($"<span class=\"quiet\">{text}</span>");
}
