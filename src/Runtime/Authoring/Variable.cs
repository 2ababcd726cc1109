namespace Masterplan.Runtime.Authoring;

/// <summary>A named value of a workflow or of a container inside it. Values are data: what is read is a copy, what is set is persisted.</summary>
public class Variable : MemoryBlockReference
{
    public Variable()
    {
    }

    public Variable(string name)
        : this(name, null)
    {
    }

    public Variable(string name, object? value = null)
        : this(name, value, null)
    {
    }

    public Variable(string name, object? value = null, string? id = null)
        : base(id ?? name)
    {
        Name = name;
        Value = value;
    }

    public string Name { get; set; } = "";

    /// <summary>The value it starts with.</summary>
    public object? Value { get; set; }

    public Type? StorageDriverType { get; set; }

    /// <summary>What values are converted to when they are set; object keeps them as they are.</summary>
    public virtual Type GetVariableType() => typeof(object);

    public override MemoryBlock Declare() => new(Value, this);
}
