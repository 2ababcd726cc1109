using System.Runtime.CompilerServices;
using Masterplan.Runtime.Activities.Composition;
using Masterplan.Runtime.Execution;
using Masterplan.Runtime.Json;

namespace Masterplan.Runtime.Authoring;

/// <content>Inputs, outputs, variables and properties.</content>
public sealed partial class ActivityExecutionContext
{
    /// <summary>The variables that this activity and its ancestors declare, nearest first.</summary>
    public IEnumerable<Variable> Variables => VisibleBlocks().Select(block => block.Variable);

    internal Dictionary<string, VariableBlock> Blocks { get; } = [];

    public T? Get<T>(Input<T>? input) => input is null ? default : Values.To<T>(GetInputValue(input));

    public T? Get<T>(Output<T>? output) => output is null ? default : Values.To<T>(Get(output.MemoryBlockReference()));

    public object? Get(Output? output) => output is null ? null : Get(output.MemoryBlockReference());

    public object? Get(MemoryBlockReference blockReference) => TryGet(blockReference, out var value) ? value : null;

    public T? Get<T>(MemoryBlockReference blockReference) => FindBlock(blockReference) is { } block ? block.Get<T>() : Values.To<T>(Get(blockReference));

    public bool TryGet(MemoryBlockReference blockReference, out object? value)
    {
        if (FindBlock(blockReference) is { } block)
        {
            value = block.Get();
            return true;
        }

        return WorkflowExecutionContext.Output.TryGetValue(blockReference.Id, out value);
    }

    /// <summary>Sets a variable by its reference; an unknown one that is a workflow output sets that.</summary>
    public void Set(MemoryBlockReference blockReference, object? value, Action<MemoryBlock>? configure = null)
    {
        if (FindBlock(blockReference) is { } block)
            WorkflowExecutionContext.SetBlock(block, value);
        else if (!TrySetWorkflowOutput(blockReference.Id, value))
            throw new InvalidOperationException(
                $"Activity '{Activity.Id}' sets '{blockReference.Id}', but no variable or workflow output of that id is in scope. Declare it in the definition.");
    }

    /// <summary>Sets an output of the workflow that this activity belongs to; false if it declares none of that name.</summary>
    internal bool TrySetWorkflowOutput(string name, object? value)
    {
        if (Host is { } host)
            return WorkflowDefinitionActivity.TrySetOutput(host, name, value);
        if (!WorkflowExecutionContext.HasOutput(name))
            return false;
        WorkflowExecutionContext.SetOutput(name, value);
        return true;
    }

    public void Set<T>(Output<T>? output, T? value, [CallerArgumentExpression(nameof(output))] string? outputName = null) =>
        Set((Output?)output, value, outputName);

    /// <summary>Gives an output: recorded under its name, and written to what it is bound to.</summary>
    public void Set(Output? output, object? value, [CallerArgumentExpression(nameof(output))] string? outputName = null)
    {
        var descriptor = ActivityDescriptor.Outputs.FirstOrDefault(candidate => output is not null && ReferenceEquals(candidate.Of(Activity), output));
        var name = descriptor?.Name ?? outputName?.Split('.')[^1] ?? "Result";
        OutputValues[name] = value;
        WorkflowExecutionContext.RecordOutput(Activity, name, value);
        if (output?.MemoryBlockReference() is { Id.Length: > 0 } reference)
            Set(reference, value);
    }

    public T? GetProperty<T>(string key) => State.Properties?.TryGetValue(key, out var value) == true ? Values.To<T>(value) : default;

    public T GetProperty<T>(string key, Func<T> defaultValue)
    {
        if (State.Properties?.TryGetValue(key, out var value) == true && value is not null)
            return Values.To<T>(value)!;
        var result = defaultValue();
        SetProperty(key, result);
        return result;
    }

    /// <summary>Sets a property that is persisted with this execution: it is there again after a bookmark resumes it, or a restart.</summary>
    public void SetProperty<T>(string key, T value) => Properties[key] = value;

    public T UpdateProperty<T>(string key, Func<T?, T> updater)
    {
        var value = updater(GetProperty<T>(key));
        SetProperty(key, value);
        return value;
    }

    public void RemoveProperty(string key) => Properties.Remove(key);

    public T? GetMetadata<T>(string key) => State.Metadata?.TryGetValue(key, out var value) == true ? Values.To<T>(value) : default;

    public void SetMetadata<T>(string key, T value) => Metadata[key] = value;

    public void RemoveMetadata(string key) => Metadata.Remove(key);

    internal object? GetInputValue(Input input) =>
        InputValues.TryGetValue(input, out var value) ? value : input.Expression is null ? Get(input.MemoryBlockReference()) : null;

    internal IEnumerable<VariableBlock> VisibleBlocks()
    {
        foreach (var context in Scopes())
            foreach (var block in context.Blocks.Values)
                yield return block;
    }

    internal VariableBlock? FindBlock(MemoryBlockReference reference)
    {
        foreach (var context in Scopes())
            if (context.Blocks.TryGetValue(reference.Id, out var block))
                return block;
        var name = (reference as Variable)?.Name;
        return FindBlock(string.IsNullOrEmpty(name) ? reference.Id : name);
    }

    /// <summary>This and the executions around it, as far as the workflow reaches that it belongs to.</summary>
    private IEnumerable<ActivityExecutionContext> Scopes()
    {
        for (var context = this; context is not null && (context == this || context.Activity is not WorkflowDefinitionActivity); context = context.ParentActivityExecutionContext)
            yield return context;
    }

    internal VariableBlock? FindBlock(string name) => VisibleBlocks().FirstOrDefault(block => block.Variable.Name == name);
}
