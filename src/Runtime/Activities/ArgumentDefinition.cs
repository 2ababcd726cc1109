namespace Masterplan.Runtime.Activities;

/// <summary>An input or output that a definition declares.</summary>
internal sealed record ArgumentDefinition(string Name, Type Type, object? DefaultValue = null);
