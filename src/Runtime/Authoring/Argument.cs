namespace Masterplan.Runtime.Authoring;

/// <summary>An input or output of an activity: a typed reference to a block of memory.</summary>
public abstract class Argument
{
    protected Argument(MemoryBlockReference memoryBlockReference) => MemoryBlockReference = () => memoryBlockReference;

    protected Argument(Func<MemoryBlockReference> memoryBlockReference) => MemoryBlockReference = memoryBlockReference;

    public Func<MemoryBlockReference> MemoryBlockReference { get; set; }
}
