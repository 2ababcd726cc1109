namespace Masterplan.Runtime.Execution;

/// <summary>Why an instance is to end with this step.</summary>
internal enum FinishReason
{
    None,
    Finished,
    Faulted,
    Cancelled,
}
