namespace Masterplan.Host.Elsa.Definitions;

/// <summary>Something that the asker may do, and how.</summary>
internal sealed record Link(string Href, string Rel, string Method);
