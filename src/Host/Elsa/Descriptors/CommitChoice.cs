namespace Masterplan.Host.Elsa.Descriptors;

/// <summary>When state is saved.</summary>
internal sealed record CommitChoice(string Name, string DisplayName, string Description);
