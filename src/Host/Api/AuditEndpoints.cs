using System.ComponentModel;
using Masterplan.Host.Access;
using Masterplan.Host.Audit;
using Masterplan.Host.Elsa.Requests;

namespace Masterplan.Host.Api;

/// <summary>Tells who did what.</summary>
internal static class AuditEndpoints
{
    public const int LargestPage = 1_000;
    private const int UsualPage = 100;

    public static void MapAudit(this IEndpointRouteBuilder api) =>
        api.MapGet("/audit", (HttpRequest request, AuditLog log, [Description("Only what concerned this cluster.")] string? cluster, [Description("How many of the newest to leave out.")] string? skip, [Description("How many at most, 1 to 1000; 100 if unset.")] string? take) =>
                Results.Ok(log.Read(request.Text("cluster"), request.Number("skip") ?? 0, Math.Clamp(request.Number("take") ?? UsualPage, 1, LargestPage))))
            .Demand(AccessRole.Admin)
            .WithSummary("Who did what to which cluster, newest first.")
            .Produces<IReadOnlyList<AuditEntry>>().ProducesProblem(StatusCodes.Status400BadRequest);
}
