using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime.Descriptors;
using Jint.Runtime.Interop;
using Masterplan.Runtime.Authoring;

namespace Masterplan.Runtime.Expressions;

/// <summary>What a script can call: the workflow's variables, inputs and outputs, by Elsa's names.</summary>
internal static class JavaScriptGlobals
{
    public static void Define(Engine engine, ExpressionExecutionContext context)
    {
        if (context.Activity is not { } activity)
            return;
        DefineVariables(engine, activity);
        DefineInputs(engine, activity);
        DefineOutputs(engine, activity);
        var workflow = activity.WorkflowExecutionContext;
        Function(engine, "getWorkflowInstanceId", _ => workflow.Id);
        Function(engine, "getWorkflowDefinitionId", _ => workflow.DefinitionId);
        Function(engine, "getCorrelationId", _ => FromNullable(workflow.CorrelationId));
        Function(engine, "setCorrelationId", arguments => Do(() => workflow.CorrelationId = Text(arguments, 0)));
        Function(engine, "getWorkflowInstanceName", _ => FromNullable(workflow.Name));
        Function(engine, "setWorkflowInstanceName", arguments => Do(() => workflow.Name = Text(arguments, 0)));
        Function(engine, "toJson", arguments => new Jint.Native.Json.JsonSerializer(engine).Serialize(arguments.At(0), JsValue.Undefined, JsValue.Undefined));
        Function(engine, "isNullOrEmpty", arguments => string.IsNullOrEmpty(Text(arguments, 0)) ? JsBoolean.True : JsBoolean.False);
        Function(engine, "newGuidString", _ => Guid.NewGuid().ToString());
    }

    public static void DefineOutcomes(Engine engine, Action<List<string>> set)
    {
        Function(engine, "setOutcome", arguments => Do(() => set([Text(arguments, 0) ?? ""])));
        Function(engine, "setOutcomes", arguments => Do(() => set([.. Json.Values.Items(JavaScriptEngine.ToPlain(engine, arguments.At(0))).Select(name => name?.ToString() ?? "")])));
    }

    private static void DefineVariables(Engine engine, ActivityExecutionContext activity)
    {
        var variables = new JsObject(engine);
        var seen = new HashSet<string>();
        foreach (var variable in activity.Variables.Where(variable => seen.Add(variable.Name)))
        {
            JsValue Get() => JavaScriptEngine.FromPlain(engine, Json.Values.Plain(activity.Get((MemoryBlockReference)variable)));
            void Set(JsValue value) => activity.Set((MemoryBlockReference)variable, JavaScriptEngine.ToPlain(engine, value));
            Accessor(engine, variables, variable.Name, Get, Set);
            Function(engine, "get" + Pascal(variable.Name), _ => Get());
            Function(engine, "set" + Pascal(variable.Name), arguments => Do(() => Set(arguments.At(0))));
        }

        engine.SetValue("variables", variables);
        Function(engine, "getVariable", arguments => JavaScriptEngine.FromPlain(engine, Json.Values.Plain(activity.GetVariable(Text(arguments, 0) ?? ""))));
        Function(engine, "setVariable", arguments => Do(() => activity.SetVariable(Text(arguments, 0) ?? "", JavaScriptEngine.ToPlain(engine, arguments.At(1)))));
    }

    private static void DefineInputs(Engine engine, ActivityExecutionContext activity)
    {
        var input = new JsObject(engine);
        var declared = ((Activities.Workflow)activity.WorkflowContext.Activity).Inputs.Select(argument => argument.Name);
        foreach (var name in activity.ExpressionInput.Keys.Union(declared))
        {
            JsValue Get() => JavaScriptEngine.FromPlain(engine, Json.Values.Plain(activity.ExpressionInput.TryGetValue(name, out var value) ? value : null));
            Accessor(engine, input, name, Get, _ => throw new ExpressionException($"The workflow input '{name}' cannot be set."));
            var function = "get" + Pascal(name);
            if (!engine.Global.HasOwnProperty(function))
                Function(engine, function, _ => Get());
        }

        engine.SetValue("input", input);
        Function(engine, "getInput", arguments =>
            JavaScriptEngine.FromPlain(engine, Json.Values.Plain(activity.ExpressionInput.TryGetValue(Text(arguments, 0) ?? "", out var value) ? value : null)));
    }

    private static void DefineOutputs(Engine engine, ActivityExecutionContext activity)
    {
        var workflow = activity.WorkflowExecutionContext;
        Function(engine, "getOutputFrom", arguments => JavaScriptEngine.FromPlain(engine, OutputOf(activity, Text(arguments, 0) ?? "", Text(arguments, 1) ?? "Result")));
        Function(engine, "getLastResult", _ => JavaScriptEngine.FromPlain(engine, workflow.GetLastActivityResult()));
    }

    private static object? OutputOf(ActivityExecutionContext activity, string idOrName, string output)
    {
        var workflow = activity.WorkflowExecutionContext;
        var found = workflow.Graph.FindBeside(activity.WorkflowContext.ActivityNode, idOrName)
            ?? throw new ExpressionException($"getOutputFrom: the workflow has no activity '{idOrName}'.");
        return workflow.Outputs.ByActivity.TryGetValue(workflow.Graph.KeyOf(found.Activity), out var outputs)
            ? outputs.FirstOrDefault(pair => string.Equals(pair.Key, output, StringComparison.OrdinalIgnoreCase)).Value
            : null;
    }

    private static void Function(Engine engine, string name, Func<JsValue[], JsValue> body) =>
        engine.SetValue(name, new ClrFunction(engine, name, (_, arguments) => body(arguments)));

    private static void Accessor(Engine engine, ObjectInstance target, string name, Func<JsValue> get, Action<JsValue> set) =>
        target.FastSetProperty(name, new GetSetPropertyDescriptor(
            new ClrFunction(engine, name, (_, _) => get()),
            new ClrFunction(engine, name, (_, arguments) => Do(() => set(arguments.At(0)))),
            enumerable: true,
            configurable: false));

    private static JsValue Do(Action action)
    {
        action();
        return JsValue.Undefined;
    }

    private static JsValue FromNullable(string? text) => text is null ? JsValue.Null : text;

    private static string? Text(JsValue[] arguments, int index) =>
        index < arguments.Length && !arguments[index].IsNull() && !arguments[index].IsUndefined() ? arguments[index].ToString() : null;

    private static JsValue At(this JsValue[] arguments, int index) => index < arguments.Length ? arguments[index] : JsValue.Undefined;

    private static string Pascal(string name) => name.Length == 0 ? name : char.ToUpperInvariant(name[0]) + name[1..];
}
