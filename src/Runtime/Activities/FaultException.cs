using Masterplan.Runtime.Runs;

namespace Masterplan.Runtime.Activities;

/// <summary>What the Fault activity throws.</summary>
public sealed class FaultException(string code, string category, string faultType, string? message) : RuntimeException(message ?? $"Fault {code} ({category}, {faultType}).")
{
    public string Code { get; } = code;

    public string Category { get; } = category;

    public string FaultType { get; } = faultType;
}
