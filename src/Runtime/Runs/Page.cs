namespace Masterplan.Runtime.Runs;

/// <summary>A part of a list, and how long the whole is.</summary>
public sealed record Page<T>(IReadOnlyList<T> Items, long TotalCount);
