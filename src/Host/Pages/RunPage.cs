using Masterplan.Activities.Clusters.Changes;
using Masterplan.Host.Access;
using Masterplan.Host.Runs;
using Masterplan.Host.Webhooks;
using Masterplan.Runtime.Authoring;
using Masterplan.Runtime.Runs;

namespace Masterplan.Host.Pages;

/// <summary>One run: its incidents, its steps along time, and what a person can do.</summary>
internal sealed class RunPage(IWorkflowInstances instances, IRunHistory history, ChangeLog changes, TimeProvider clock)
{
    /// <summary>Null if there is no such run.</summary>
    public async Task<LivePage?> FindAsync(string id, bool mayAct, CancellationToken cancellationToken) =>
        await instances.FindAsync(id, cancellationToken) is { } run
            ? new LivePage($"{run.DefinitionId} {RunLine.ClusterOf(run)}", token => RenderAsync(id, mayAct, token), happened => happened.RootInstanceId == run.RootInstanceId || happened.DefinitionId == RunWebhooks.DefinitionId && happened.CorrelationId == run.Id)
            : null;

    public static bool MayAct(HttpContext context) => context.User.IsAtLeast(AccessRole.Operator);

    private async Task<IReadOnlyList<PageSection>> RenderAsync(string id, bool mayAct, CancellationToken cancellationToken)
    {
        var detail = await RunDetail.ReadAsync(history, changes, id, cancellationToken);
        var done = detail.Steps.Count(step => step.Status == "completed");
        return
        [
            PageSection.Announcement($"{detail.Run.Definition} {detail.Run.Status}, {Words.Count(done, "step", "steps")} done{(detail.Open.Any() ? $", {Words.Count(detail.Open.Count(), "open incident", "open incidents")}" : "")}"),
            new("head", Head(detail.Run, done, detail.Changes.Count)),
            new("actions", mayAct ? Html.Each(RunAction.All.Where(action => action.IsOffered(detail.Run)), action => Button(action, id)) : Html.Empty),
            new("incidents", Incidents(detail)),
            new("webhook", Webhook((await instances.ListAsync(new() { DefinitionId = RunWebhooks.DefinitionId, CorrelationId = id, Ascending = true }, cancellationToken)).Items)),
            new("timeline", Html.Of($"<h2>Steps</h2>{RunTimeline.Draw(detail, clock.GetUtcNow())}")),
        ];
    }

    private static Html Head(RunLine run, int done, int changed) => Html.Of($"""
        <h1>{run.Definition} {(run.Cluster is { } cluster ? Html.Of($"<span class=\"quiet\">of</span> {cluster}") : Html.Empty)}</h1>
        <p>{Words.RunState(run)} <span class="quiet">started {Words.Time(run.StartedAt)}{(run.FinishedAt is { } finished ? Html.Of($", took {Words.Took(finished - run.StartedAt)}") : Html.Empty)}; {Words.Count(done, "step", "steps")} done, {Words.Count(changed, "change", "changes")} made</span></p>
        <p class="quiet">Run <code>{run.Id}</code> · <a href="/studio/workflows/instances/{run.Id}/view">Follow it in Studio</a></p>
        """);

    /// <summary>What cannot be taken back is asked for twice.</summary>
    private static Html Button(RunAction action, string id)
    {
        var form = Html.Of($"<form method=\"post\" action=\"/runs/{id}/{action.Name}\"><button aria-describedby=\"about-{action.Name}\">{action.Label}</button> <span id=\"about-{action.Name}\" class=\"quiet\">{action.Summary}</span></form>");
        return action.Name is "skip" or "cancel" ? Html.Of($"<details id=\"ask-{action.Name}\" class=\"ask\"><summary>{action.Label} …</summary>{form}</details>") : form;
    }

    private static Html Webhook(IReadOnlyList<WorkflowInstance> telling) => telling.Count == 0 ? Html.Empty : Html.Of($"""
        <h2>Webhook</h2>
        <ul>{Html.Each(telling, one => Html.Of($"<li><a href=\"/runs/{one.Id}\">{one.Name ?? "telling"}</a> {Told(one)} <span class=\"quiet\">{Words.Time(one.CreatedAt)}</span></li>"))}</ul>
        """);

    private static Html Told(WorkflowInstance one) => one.SubStatus switch
    {
        WorkflowSubStatus.Finished => Words.State("good", "told"),
        WorkflowSubStatus.Cancelled => Words.State("idle", "cancelled"),
        _ => one.IncidentCount > 0 ? Words.State("bad", "not told") : Words.State("busy", "telling"),
    };

    private static Html Incidents(RunDetail detail) => !detail.Incidents.Any() ? Html.Empty : Html.Of($"""
        <h2>Incidents</h2>
        <ul class="incidents">{Html.Each(detail.Incidents.Reverse(), incident => Html.Of($"""
        <li class="{(incident.ResolvedAt is null ? "open" : "")}"><strong>{incident.DisplayName}</strong> {(incident.ResolvedAt is null ? Words.State("bad", "open") : Words.State("idle", incident.Resolution?.ToLowerInvariant() ?? "resolved"))}
        <p>{incident.Message}</p><span class="quiet">{Words.Time(incident.Timestamp)}</span></li>
        """))}</ul>
        """);
}
