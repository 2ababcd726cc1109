using System.Text.Json.Serialization;

namespace Masterplan.Exoscale.Operations;

/// <summary>A change that the API has accepted. It goes on whether anyone asks for it or not.</summary>
public sealed record Operation
{
    /// <summary>What a delete answers when there was nothing to delete: a success without an id.</summary>
    public static Operation NothingToDo { get; } = new() { State = OperationState.Success };

    public Guid Id { get; init; }

    public OperationState State { get; init; }

    /// <summary>The resource it is about; for a create the new one. Absent after SSH key calls, start, stop and some deletes.</summary>
    public OperationReference? Reference { get; init; }

    /// <summary>Why it failed, such as <c>busy</c> or <c>fault</c>; only on failure and timeout.</summary>
    public string? Reason { get; init; }

    /// <summary>The API's words for that.</summary>
    public string? Message { get; init; }

    [JsonIgnore]
    public bool IsPending => State is OperationState.Pending;

    /// <summary>The id of the resource that a create is making; an error when the API did not name it.</summary>
    [JsonIgnore]
    public Guid ReferenceId => Reference?.Id
        ?? throw new ExoscaleException(ExoscaleErrorKind.Answer, $"Operation '{Id}' names no resource, so the id of what it makes is not known. Look for it by name.");

    /// <summary>Returns the operation when it succeeded, and throws its failure otherwise. Call it when it is no longer pending.</summary>
    /// <param name="what">What was being done, for the message: <c>Creating instance 'prod-master-1'</c>.</param>
    public Operation EnsureSuccess(string what) => State is OperationState.Success ? this : throw OperationFailure.Of(this, what);
}
