using System.Text.Json.Nodes;
using Masterplan.Rehearsal.Cloud.Requests;
using Masterplan.Rehearsal.Cloud.State;

namespace Masterplan.Rehearsal.Cloud.Operations;

/// <summary>An operation as the API shows it.</summary>
internal static class OperationShape
{
    internal static JsonObject Of(OperationRecord operation) => Json.Of(
        ("id", operation.Id),
        ("state", operation.State),
        ("reference", HasReference(operation) ? Reference(operation.ReferenceKind!, operation.Target) : null),
        ("resource", operation.ReferenceKind is null ? Json.Of(("id", operation.Target), ("type", "instance")) : null),
        ("reason", operation.Reason),
        ("message", operation.Message));

    /// <summary>What the calls for SSH keys answer.</summary>
    internal static JsonObject Done() => Json.Of(("id", Guid.NewGuid()), ("state", OperationRecord.Success));

    // A finished delete of an anti-affinity group was seen without a reference.
    private static bool HasReference(OperationRecord operation) =>
        operation.ReferenceKind is not null && (operation.IsPending || operation.Command != "delete-anti-affinity-group");

    private static JsonObject Reference(string kind, Guid id) => Json.Of(("id", id), ("link", $"/v2/{kind}/{id}"), ("command", $"get-{kind}"));
}
