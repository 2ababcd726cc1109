namespace Masterplan.Runtime.Authoring;

/// <summary>A value in memory, and a description of it.</summary>
public class MemoryBlock(object? value = null, object? metadata = null)
{
    public object? Value { get; set; } = value;

    public object? Metadata { get; set; } = metadata;
}
