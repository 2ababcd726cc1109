using System.ComponentModel;
using Masterplan.Host.Elsa.Requests;
using Masterplan.Runtime.Authoring;
using Masterplan.Runtime.Runs;
using Microsoft.AspNetCore.Mvc;

namespace Masterplan.Host.Api;

/// <summary>Which runs are asked for.</summary>
internal sealed record RunListQuery
{
    private const int LargestPage = 200;
    private const int UsualPage = 50;

    public required HttpRequest Request { get; init; }

    [FromQuery(Name = "cluster"), Description("Only runs of this cluster.")]
    public string? Cluster { get; init; }

    [FromQuery(Name = "definition"), Description("Only runs of this workflow.")]
    public string? Definition { get; init; }

    [FromQuery(Name = "status"), Description("under-way, paused, succeeded, failed or cancelled.")]
    public string? Status { get; init; }

    [FromQuery(Name = "page"), Description("The page, counted from 0.")]
    public string? Page { get; init; }

    [FromQuery(Name = "pageSize"), Description("Runs a page, 1 to 200; 50 if unset.")]
    public string? PageSize { get; init; }

    public int Number => Request.Number("page") ?? 0;

    public int Size => Math.Clamp(Request.Number("pageSize") ?? UsualPage, 1, LargestPage);

    /// <exception cref="RequestRefusedException">A value makes no sense.</exception>
    public InstanceFilter Filter => Of(Status) with
    {
        CorrelationId = Text(Cluster),
        DefinitionId = Text(Definition),
        Skip = (int)Math.Min((long)Number * Size, int.MaxValue),
        Take = Size,
    };

    private static string? Text(string? value) => string.IsNullOrEmpty(value) ? null : value;

    private static InstanceFilter Of(string? status) => status switch
    {
        null or "" => new(),
        "under-way" => new() { Status = WorkflowStatus.Running },
        "paused" => new() { Status = WorkflowStatus.Running, IsPaused = true },
        "succeeded" => new() { SubStatuses = [WorkflowSubStatus.Finished] },
        "failed" => new() { SubStatuses = [WorkflowSubStatus.Faulted] },
        "cancelled" => new() { SubStatuses = [WorkflowSubStatus.Cancelled] },
        _ => throw new RequestRefusedException("status", $"'{status}' is none of under-way, paused, succeeded, failed and cancelled."),
    };
}
