namespace Masterplan.Exoscale.Operations;

/// <summary>Words and verdict for operations that did not succeed.</summary>
internal static class OperationFailure
{
    private static readonly HashSet<string> Permanent = ["incorrect", "forbidden", "not-found", "unsupported"];

    internal static ExoscaleException Of(Operation operation, string what)
    {
        var reason = operation.Reason is null ? "" : $", reason '{operation.Reason}'";
        var message = operation.Message is null ? "" : $": {operation.Message}";
        return new(ExoscaleErrorKind.Operation, $"{what} ended in state '{operation.State}'{reason}{message} (operation '{operation.Id}').")
        {
            IsTransient = operation.Reason is null || !Permanent.Contains(operation.Reason),
        };
    }
}
