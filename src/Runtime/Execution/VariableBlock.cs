using Masterplan.Runtime.Authoring;
using Masterplan.Runtime.Json;

namespace Masterplan.Runtime.Execution;

/// <summary>A variable's value in one instance. It holds JSON, so that a value is the same before and after it was stored.</summary>
internal sealed class VariableBlock(string contextId, Variable variable)
{
    public Variable Variable { get; } = variable;

    public string Key { get; } = PartKeys.Variable(contextId, variable.Id);

    public string Json { get; private set; } = "null";

    public T? Get<T>() => typeof(T) == typeof(object) ? (T?)Get() : Values.To<T>(Get());

    public object? Get()
    {
        var value = RuntimeJson.Deserialize<object>(Json);
        var type = Variable.GetVariableType();
        return type == typeof(object) ? value : value is null ? null : Values.To(value, type);
    }

    /// <summary>Converts the value to the variable's type and keeps it; true if it changed.</summary>
    public bool Set(object? value)
    {
        var type = Variable.GetVariableType();
        var json = Values.JsonOf(type == typeof(object) || value is null ? value : Values.To(value, type));
        if (json == Json)
            return false;
        Json = json;
        return true;
    }

    public void Restore(string json) => Json = json;
}
