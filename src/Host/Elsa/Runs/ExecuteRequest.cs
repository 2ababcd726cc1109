using System.Text.Json.Nodes;
using Masterplan.Host.Elsa.Requests;
using Masterplan.Runtime.Json;

namespace Masterplan.Host.Elsa.Runs;

/// <summary>How a definition is to be run.</summary>
internal sealed record ExecuteRequest
{
    public string? CorrelationId { get; init; }

    public string? Name { get; init; }

    public string? TriggerActivityId { get; init; }

    public string? VersionOptions { get; init; }

    public JsonObject? Input { get; init; }

    /// <summary>How many runs; of bulk dispatches only.</summary>
    public int? Count { get; init; }

    public static ExecuteRequest Of(HttpRequest request) => new()
    {
        CorrelationId = request.Text("correlationId"),
        TriggerActivityId = request.Text("triggerActivityId"),
        VersionOptions = request.Text("versionOptions"),
    };

    public Dictionary<string, object?> Values() => Input is null ? [] : RuntimeJson.Deserialize<Dictionary<string, object?>>(Input.ToJsonString())!;
}
