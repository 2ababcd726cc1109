namespace Masterplan.Runtime.Authoring;

/// <summary>A value that an activity gives: written to the variable or workflow output that the reference names, if any.</summary>
public class Output : Argument
{
    public Output()
        : base(new MemoryBlockReference())
    {
    }

    public Output(MemoryBlockReference memoryBlockReference)
        : base(memoryBlockReference)
    {
    }

    public Output(Func<MemoryBlockReference> memoryBlockReference)
        : base(memoryBlockReference)
    {
    }
}
