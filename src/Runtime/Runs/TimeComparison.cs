namespace Masterplan.Runtime.Runs;

/// <summary>How two times are compared.</summary>
public enum TimeComparison
{
    Is,
    IsNot,
    GreaterThan,
    GreaterThanOrEqual,
    LessThan,
    LessThanOrEqual,
}
