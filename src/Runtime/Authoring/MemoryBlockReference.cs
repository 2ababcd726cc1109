namespace Masterplan.Runtime.Authoring;

/// <summary>Names a block of memory: a variable's id, or a workflow output's name.</summary>
public class MemoryBlockReference
{
    public MemoryBlockReference()
    {
    }

    public MemoryBlockReference(string id) => Id = id;

    public string Id { get; set; } = "";

    public virtual MemoryBlock Declare() => new();

    public object? Get(ExpressionExecutionContext context) => context.Get(this);

    public T? Get<T>(ExpressionExecutionContext context) => context.Get<T>(this);

    public object? Get(ActivityExecutionContext context) => context.Get(this);

    public T? Get<T>(ActivityExecutionContext context) => context.Get<T>(this);

    public bool TryGet(ExpressionExecutionContext context, out object? value) => context.TryGet(this, out value);

    public void Set(ExpressionExecutionContext context, object? value, Action<MemoryBlock>? configure = null) =>
        context.Set(this, value, configure);

    public void Set(ActivityExecutionContext context, object? value, Action<MemoryBlock>? configure = null) =>
        context.Set(this, value, configure);
}
