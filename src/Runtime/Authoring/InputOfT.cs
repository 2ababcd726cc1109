namespace Masterplan.Runtime.Authoring;

/// <summary>An input of type <typeparamref name="T"/>. A required one carries <c>[Required]</c> of DataAnnotations.</summary>
public class Input<T> : Input
{
    public Input(MemoryBlockReference memoryBlockReference)
        : base(memoryBlockReference, typeof(T))
    {
    }

    public Input(T literal, string? id = null)
        : base(Expression.LiteralExpression(literal), new MemoryBlockReference(id ?? ""), typeof(T))
    {
    }

    public Input(Func<T> @delegate, string? id = null)
        : this(_ => new ValueTask<T>(@delegate()), id)
    {
    }

    public Input(Func<ValueTask<T>> @delegate, string? id = null)
        : this(_ => @delegate(), id)
    {
    }

    public Input(Func<ExpressionExecutionContext, T> @delegate, string? id = null)
        : this(context => new ValueTask<T>(@delegate(context)), id)
    {
    }

    public Input(Func<ExpressionExecutionContext, ValueTask<T>> @delegate, string? id = null)
        : base(Expression.DelegateExpression(async context => await @delegate(context)), new MemoryBlockReference(id ?? ""), typeof(T))
    {
    }

    public Input(Variable variable)
        : base(new Expression("Variable", variable), variable, typeof(T))
    {
    }

    public Input(Expression expression, MemoryBlockReference memoryBlockReference)
        : base(expression, memoryBlockReference, typeof(T))
    {
    }

    public Input(Expression expression)
        : this(expression, new MemoryBlockReference())
    {
    }
}
