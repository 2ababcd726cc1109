namespace Masterplan.Runtime.Authoring;

/// <summary>An output of type <typeparamref name="T"/>.</summary>
public class Output<T> : Output
{
    public Output()
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
