namespace Masterplan.Exoscale.Operations;

/// <summary>What an operation is about.</summary>
/// <param name="Id">The resource's id, known before the operation ends.</param>
/// <param name="Link">The path to read it.</param>
/// <param name="Command">The API's name of that read.</param>
public sealed record OperationReference(Guid Id, string? Link, string? Command);
