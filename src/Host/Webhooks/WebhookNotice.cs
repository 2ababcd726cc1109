using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Masterplan.Host.Api;
using Masterplan.Host.Progress;
using Masterplan.Runtime.Runs;

namespace Masterplan.Host.Webhooks;

/// <summary>What a receiver is told.</summary>
/// <param name="Event"><c>succeeded</c>, <c>suspended</c> (a step needs a person), <c>failed</c> or <c>cancelled</c>.</param>
/// <param name="Run">The run's id.</param>
/// <param name="Workflow">What it runs.</param>
/// <param name="Cluster">Its cluster; unset if it serves all.</param>
/// <param name="Status">How the run stands, in the same words.</param>
/// <param name="Incident">The step that needs a person, or that failed the run.</param>
/// <param name="At">When it happened.</param>
/// <param name="Links">Where more is told, as paths of the host.</param>
internal sealed record WebhookNotice(string Event, string Run, string Workflow, string? Cluster, string Status, WebhookIncident? Incident, DateTimeOffset At, RunLinks Links)
{
    private const string Suspended = "suspended";

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The run is over.</summary>
    public static WebhookNotice OfEnd(WorkflowInstance run, Incident? cause)
    {
        var status = RunReport.Status(run);
        return Of(run, status, cause is null ? null : new(cause.DisplayName, null, cause.Message, $"See what happened with: ./masterplan runs show {run.Id}"), run.FinishedAt!.Value);
    }

    /// <summary>A step of the run, or of what it dispatched, needs a person.</summary>
    public static WebhookNotice OfIncident(WorkflowInstance run, WorkflowInstance instance, Incident incident)
    {
        var node = instance.Input.TryGetValue("Node", out var name) && name?.ToString() is { Length: > 0 } given ? given : null;
        return Of(run, Suspended, new(incident.DisplayName, node, incident.Message, $"Mend the cause, then: ./masterplan runs retry {run.Id}   (or skip, or cancel)"), incident.Timestamp);
    }

    public string ToJson() => JsonSerializer.Serialize(this, Options);

    private static WebhookNotice Of(WorkflowInstance run, string happened, WebhookIncident? incident, DateTimeOffset at) =>
        new(happened, run.Id, run.DefinitionId, run.CorrelationId, happened, incident, at, RunLinks.Of(run.Id, run.CorrelationId));
}
