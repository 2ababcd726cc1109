using Masterplan.Host.Access;
using Masterplan.Host.Api;
using Masterplan.Host.Audit;
using Masterplan.Host.Elsa.Requests;
using Masterplan.Host.Runs;
using Masterplan.Host.Web;
using Masterplan.Runtime.Runs;

namespace Masterplan.Host.Pages;

/// <summary>Our own pages.</summary>
internal static class PageEndpoints
{
    public static void MapPages(this IEndpointRouteBuilder app)
    {
        LivePage.Map(app, "/", context => Task.FromResult<LivePage?>(context.RequestServices.GetRequiredService<ClustersPage>().Page()));
        LivePage.Map(app, "/runs", context => Task.FromResult(Runs(context)));
        LivePage.Map(app, "/runs/{id}", context => context.RequestServices.GetRequiredService<RunPage>().FindAsync((string)context.Request.RouteValues["id"]!, RunPage.MayAct(context), context.RequestAborted));
        foreach (var action in RunAction.All)
            app.MapPost($"/runs/{{id}}/{action.Name}", (string id, HttpContext context, RunSteering steering, CancellationToken token) => ActAsync(action, id, context, steering, token))
                .Demand(AccessRole.Operator).WithMetadata(new AuditedAttribute($"{action.Label} a run")).ExcludeFromDescription();
        app.MapGet("/audit", (HttpContext context, AuditLog log, string? cluster) => AuditPage.Show(context, log, cluster)).Demand(AccessRole.Admin).ExcludeFromDescription();
    }

    /// <summary>A query that makes no sense finds no page.</summary>
    private static LivePage? Runs(HttpContext context)
    {
        var request = context.Request;
        var query = new RunListQuery { Request = request, Cluster = request.Text("cluster"), Definition = request.Text("definition"), Status = request.Text("status") };
        try
        {
            _ = query.Filter;
            return context.RequestServices.GetRequiredService<RunsPage>().Page(query);
        }
        catch (RequestRefusedException)
        {
            return null;
        }
    }

    private static async Task<IResult> ActAsync(RunAction action, string id, HttpContext context, RunSteering steering, CancellationToken cancellationToken)
    {
        context.Concerns(null, id);
        try
        {
            context.Concerns((await steering.ActAsync(action, id, cancellationToken)).Cluster, id);
            context.Response.Headers.Location = $"/runs/{Uri.EscapeDataString(id)}";
            return Results.StatusCode(StatusCodes.Status303SeeOther);
        }
        catch (RuntimeException exception) when (exception is RunStateException or RunNotFoundException)
        {
            var body = Html.Of($"<main id=\"main\" tabindex=\"-1\" class=\"message\"><h1>Not done</h1><p role=\"alert\">{exception.Message}</p><p><a href=\"/runs/{id}\">Back to the run</a></p></main>");
            return HtmlPage.Of(context, "Not done", body.Text, status: StatusCodes.Status409Conflict);
        }
    }
}
