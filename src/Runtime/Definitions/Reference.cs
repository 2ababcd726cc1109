namespace Masterplan.Runtime.Definitions;

/// <summary>A variable or input, by id and name.</summary>
internal sealed record Reference(string? Id, string? Name);
