using System.Text.Json.Nodes;
using Masterplan.Rehearsal.Kubernetes.Objects;

namespace Masterplan.Rehearsal.Kubernetes.Api;

/// <summary>How an object is to be deleted.</summary>
public sealed record DeleteOptions(long? GraceSeconds = null, string? Propagation = null, string? Uid = null, string? ResourceVersion = null, bool DryRun = false)
{
    public static DeleteOptions From(JsonNode? body) => new(
        body.Number("gracePeriodSeconds"),
        body.Text("propagationPolicy") ?? (body.Flag("orphanDependents") ? "Orphan" : null),
        body.Text("preconditions", "uid"),
        body.Text("preconditions", "resourceVersion"),
        body.Texts("dryRun").Contains("All"));
}
