namespace Masterplan.Runtime.Authoring;

/// <summary>A variable of type <typeparamref name="T"/>.</summary>
public class Variable<T> : Variable
{
    public Variable()
    {
    }

    public Variable(T value) => Value = value;

    public Variable(string name, T value)
        : base(name, value, null)
    {
    }

    public Variable(string name, T value, string? id = null)
        : base(name, value, id)
    {
    }

    public override Type GetVariableType() => typeof(T);

    public new T? Get(ActivityExecutionContext context) => context.Get<T>(this);

    public new T? Get(ExpressionExecutionContext context) => context.Get<T>(this);

    public Variable<T> WithId(string id)
    {
        Id = id;
        return this;
    }

    public Variable<T> WithName(string name)
    {
        Name = name;
        return this;
    }

    public Variable<T> WithValue(T value)
    {
        Value = value;
        return this;
    }
}
