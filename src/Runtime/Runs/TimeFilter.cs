namespace Masterplan.Runtime.Runs;

/// <summary>A condition on a point in an instance's life. An instance that has not come there does not meet it.</summary>
public sealed record TimeFilter(InstanceTime Column, TimeComparison Operator, DateTimeOffset Timestamp);
