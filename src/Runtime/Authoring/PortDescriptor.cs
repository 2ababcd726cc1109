namespace Masterplan.Runtime.Authoring;

/// <summary>Where the flow leaves an activity (Flow), or where a child activity stands in it (Embedded).</summary>
public sealed record PortDescriptor(string Name, string DisplayName, PortType Type, bool IsBrowsable = true);
