namespace Masterplan.Rehearsal.Cloud.Resources;

/// <summary>What an update changes; null stays.</summary>
internal sealed record InstanceChange(string? Name, string? UserData, IReadOnlyDictionary<string, string>? Labels);
