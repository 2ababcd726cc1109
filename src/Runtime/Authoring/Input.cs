namespace Masterplan.Runtime.Authoring;

/// <summary>A value that an activity is given: an expression and the type that it is converted to.</summary>
public abstract class Input : Argument
{
    protected Input(MemoryBlockReference memoryBlockReference, Type type)
        : base(memoryBlockReference)
    {
        Type = type;
    }

    protected Input(Expression? expression, MemoryBlockReference memoryBlockReference, Type type)
        : base(memoryBlockReference)
    {
        Expression = expression;
        Type = type;
    }

    /// <summary>Unset for an input that reads a block of memory directly.</summary>
    public Expression? Expression { get; }

    public Type Type { get; set; }
}
