using System.Text.Json;

namespace Masterplan.Rehearsal.Cloud.State;

/// <summary>An operation: pending until it is due, then done or failed.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Command">The API's name of the call, such as <c>create-instance</c>.</param>
/// <param name="Target">The resource that it changes.</param>
/// <param name="Subject">That resource's name.</param>
/// <param name="Due">When it takes effect.</param>
internal sealed record OperationRecord(Guid Id, string Command, Guid Target, string Subject, DateTimeOffset Due)
{
    public const string Pending = "pending";
    public const string Success = "success";
    public const string Failure = "failure";

    public string State { get; init; } = Pending;

    /// <summary>The kind of resource that the reference names; no reference when null.</summary>
    public string? ReferenceKind { get; init; }

    /// <summary>The other resource of an attach or detach, or the rule.</summary>
    public Guid? Other { get; init; }

    /// <summary>What to change, or what was before.</summary>
    public JsonElement? Arguments { get; init; }

    /// <summary>Whether it was decided at the start that it fails.</summary>
    public bool IsDoomed { get; init; }

    public string? Reason { get; init; }

    public string? Message { get; init; }

    public bool IsPending => State == Pending;
}
