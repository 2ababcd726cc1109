using System.Reflection;

namespace Masterplan.Runtime.Authoring;

/// <summary>An output of an activity type, as the designer shows it.</summary>
public sealed class OutputDescriptor
{
    public required string Name { get; init; }

    public required string JsonName { get; init; }

    public required Type Type { get; init; }

    public required string DisplayName { get; init; }

    public string? Description { get; init; }

    public bool IsBrowsable { get; init; } = true;

    public bool IsSerializable { get; init; } = true;

    public required PropertyInfo Property { get; init; }
}
