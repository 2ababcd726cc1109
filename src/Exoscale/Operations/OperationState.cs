namespace Masterplan.Exoscale.Operations;

/// <summary>How far an operation is. <see cref="Unknown"/> for a state that is newer than this client.</summary>
public enum OperationState
{
    Unknown,
    Pending,
    Success,
    Failure,
    Timeout,
}
