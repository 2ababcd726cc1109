using Masterplan.Host.Access;
using Microsoft.AspNetCore.Authorization;

namespace Masterplan.Host.Audit;

/// <summary>Records what people and programs do over HTTP: every change that a role is asked for, and what is marked as <see cref="AuditedAttribute"/>; whether it was let through or not.</summary>
internal static class AuditTrail
{
    private static readonly string[] Changing = [nameof(AccessRole.Operator), nameof(AccessRole.Admin)];

    public static void UseAudit(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        if (!IsRecorded(context))
        {
            await next(context);
            return;
        }

        try
        {
            await next(context);
        }
        catch
        {
            Record(context, StatusCodes.Status500InternalServerError);
            throw;
        }

        Record(context, context.Response.StatusCode);
    });

    /// <summary>Says what a request is about.</summary>
    public static void Concerns(this HttpContext context, string? cluster, string? run = null) => context.Items[typeof(Subject)] = new Subject(cluster, run);

    /// <summary>Whether a request that has found its endpoint, and whose caller is known, is one to record.</summary>
    public static bool IsRecorded(HttpContext context)
    {
        if (context.User.Identity is not { IsAuthenticated: true } || context.GetEndpoint() is not { } endpoint)
            return false;
        if (endpoint.Metadata.GetMetadata<AuditedAttribute>() is not null)
            return true;
        return !HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method)
            && endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>().Any(demand => Changing.Contains(demand.Policy));
    }

    private static void Record(HttpContext context, int status)
    {
        var subject = context.Items[typeof(Subject)] as Subject;
        var log = context.RequestServices.GetRequiredService<AuditLog>();
        log.Add(new AuditEntry
        {
            At = log.Now,
            Who = context.User.Identity?.Name ?? "",
            What = context.GetEndpoint()?.Metadata.GetMetadata<AuditedAttribute>()?.What ?? $"{context.Request.Method} {context.Request.Path}",
            Cluster = subject?.Cluster,
            Run = subject?.Run,
            From = context.Connection.RemoteIpAddress?.ToString(),
            Outcome = status < 400 ? "done" : status < 500 ? $"refused ({status})" : $"failed ({status})",
        });
    }

    private sealed record Subject(string? Cluster, string? Run);
}
