using System.Text.Json.Nodes;
using Masterplan.Runtime.Activities;
using Masterplan.Runtime.Authoring;
using Masterplan.Runtime.Expressions;

namespace Masterplan.Runtime.Definitions;

/// <summary>What is being read of one definition: the faults so far, and the variables that are visible where the reader stands.</summary>
internal sealed class DefinitionScope(ExpressionChecker expressions)
{
    private readonly List<DefinitionFault> _faults = [];
    private readonly Dictionary<string, string> _ids = [];
    private readonly Stack<IReadOnlyCollection<Variable>> _variables = new();

    public IReadOnlyList<DefinitionFault> Faults => _faults;

    public IReadOnlyList<ArgumentDefinition> Inputs { get; set; } = [];

    public IReadOnlyList<ArgumentDefinition> Outputs { get; set; } = [];

    /// <summary>The workflows that are being read, from the outermost to the one that this is of.</summary>
    public IReadOnlyList<string> Using { get; set; } = [];

    /// <summary>True if an expression of a workflow that is used here asks for outputs.</summary>
    public bool UsedRecordOutputs { get; set; }

    public void Fault(string path, string message) => _faults.Add(new DefinitionFault(path, message));

    public void Enter(IReadOnlyCollection<Variable> variables) => _variables.Push(variables);

    public void Leave() => _variables.Pop();

    public void TakeId(string id, string path)
    {
        if (!_ids.TryAdd(id, path))
            Fault($"{path}.id", $"The id '{id}' is already used by {_ids[id]}. Ids are unique within a definition.");
    }

    public Variable? FindVariable(string id) =>
        _variables.SelectMany(scope => scope).FirstOrDefault(variable => variable.Id == id) ?? _variables.SelectMany(scope => scope).FirstOrDefault(variable => variable.Name == id);

    /// <summary>Reads <c>{"id","name"}</c>, or that as text, and finds the variable it means.</summary>
    public Variable? ReadVariable(JsonNode? node, string path)
    {
        var reference = References.Read(node);
        var found = reference is null ? null : FindVariable(reference.Id ?? reference.Name ?? "") ?? FindVariable(reference.Name ?? "");
        if (found is null)
            Fault(path, reference is null ? "A variable is missing here." : $"No variable '{reference.Name ?? reference.Id}' is declared in this scope.");
        return found;
    }

    /// <summary>Reads <c>{"type","value"}</c> for a value of the given type.</summary>
    public Expression? ReadExpression(JsonNode? node, Type type, string path)
    {
        if (node is not JsonObject json || References.Text(json["type"]) is not { Length: > 0 } syntax)
        {
            Fault(path, "An expression has the members 'type' and 'value'.");
            return null;
        }

        var value = json["value"];
        switch (syntax)
        {
            case "Literal":
                return ExpressionChecker.Literal(value, type, $"{path}.value", this);
            case "Object" or "Json":
                return ExpressionChecker.Object(value, type, $"{path}.value", this);
            case "Variable":
                return ReadVariable(value, $"{path}.value") is { } variable ? new Expression("Variable", variable) : null;
            case "Input":
                return ReadInput(value, $"{path}.value");
            case "JavaScript":
                return expressions.JavaScript(value, $"{path}.value", this);
            case "Liquid":
                return ExpressionChecker.Liquid(value, $"{path}.value", this);
            case "CSharp":
                return ExpressionChecker.CSharp(value, $"{path}.value", this);
            default:
                Fault($"{path}.type", $"The expression type '{syntax}' is unknown. Known: Literal, Object, Variable, Input, JavaScript, Liquid, CSharp.");
                return null;
        }
    }

    /// <summary>Notes what is wrong with the syntax of a script.</summary>
    public void CheckJavaScript(string script, string path) => expressions.JavaScript(JsonValue.Create(script), path, this);

    private Expression? ReadInput(JsonNode? value, string path)
    {
        var name = References.Read(value)?.Name ?? References.Text(value);
        if (Inputs.Any(input => input.Name == name))
            return new Expression("Input", name);
        Fault(path, $"The workflow declares no input '{name}'.");
        return null;
    }
}
