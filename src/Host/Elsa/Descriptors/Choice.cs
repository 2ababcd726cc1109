namespace Masterplan.Host.Elsa.Descriptors;

/// <summary>One entry of a drop-down.</summary>
internal sealed record Choice(string TypeName, string DisplayName, string Description);
