using System.Collections.Concurrent;
using Acornima;
using Jint;
using Jint.Native;
using Jint.Native.Json;
using Jint.Runtime;
using Masterplan.Runtime.Authoring;
using Masterplan.Runtime.Hosting;
using Masterplan.Runtime.Json;
using Script = Acornima.Ast.Script;

namespace Masterplan.Runtime.Expressions;

/// <summary>Evaluates JavaScript in a fresh engine each time, without access to .NET, bounded in time, memory and recursion.</summary>
internal sealed class JavaScriptEngine(RuntimeOptions options)
{
    private const int MaxPrepared = 4096;
    private const double LargestWhole = 9_007_199_254_740_992;
    private readonly ConcurrentDictionary<string, Prepared<Script>> _prepared = new();

    /// <summary>What is wrong with the script's syntax; null if nothing.</summary>
    public string? SyntaxError(string script)
    {
        try
        {
            Prepare(script);
            return null;
        }
        catch (Exception e) when (e is ParseErrorException or ScriptPreparationException)
        {
            return (e.InnerException ?? e).Message;
        }
    }

    /// <summary>The script's value. A script of an activity chooses outcomes by <c>setOutcome</c> and <c>setOutcomes</c>.</summary>
    public object? Evaluate(string script, ExpressionExecutionContext context, Action<List<string>>? setOutcomes = null)
    {
        using var engine = new Engine(limits => limits
            .TimeoutInterval(options.ScriptTimeout)
            .LimitMemory(options.ScriptMemory)
            .LimitRecursion(options.ScriptRecursion)
            .MaxStatements(1_000_000)
            .CancellationToken(context.CancellationToken)
            .Strict(false));
        try
        {
            JavaScriptGlobals.Define(engine, context);
            if (setOutcomes is not null)
                JavaScriptGlobals.DefineOutcomes(engine, setOutcomes);
            return ToPlain(engine, engine.Evaluate(Prepare(script)));
        }
        catch (Exception e) when (e is JintException or TimeoutException or ParseErrorException or ScriptPreparationException)
        {
            throw new ExpressionException($"The JavaScript expression `{Shortened(script)}` failed: {Reason(e)}", e);
        }
    }

    internal static object? ToPlain(Engine engine, JsValue value)
    {
        if (value.IsNull() || value.IsUndefined())
            return null;
        if (value.IsBoolean())
            return value.AsBoolean();
        if (value.IsString())
            return value.AsString();
        if (value.IsNumber() && value.AsNumber() is var number)
            return Math.Floor(number) == number && Math.Abs(number) < LargestWhole ? (long)number : (object)number;
        var json = new JsonSerializer(engine).Serialize(value, JsValue.Undefined, JsValue.Undefined);
        return json.IsString() ? RuntimeJson.Deserialize<object>(json.AsString()) : null;
    }

    internal static JsValue FromPlain(Engine engine, object? value) => value switch
    {
        null => JsValue.Null,
        string text => text,
        bool flag => flag ? JsBoolean.True : JsBoolean.False,
        int or long or double or float or short or byte => JsNumber.Create(Convert.ToDouble(value)),
        _ => new JsonParser(engine).Parse(Values.JsonOf(value)),
    };

    private static string Reason(Exception e) => e switch
    {
        TimeoutException => "it ran longer than allowed.",
        MemoryLimitExceededException => "it used more memory than allowed.",
        RecursionDepthOverflowException => "it called itself deeper than allowed.",
        StatementsCountOverflowException => "it executed more statements than allowed.",
        _ => e.Message,
    };

    private static string Shortened(string script) => script.Length > 200 ? script[..200] + "…" : script;

    private Prepared<Script> Prepare(string script)
    {
        if (_prepared.TryGetValue(script, out var known))
            return known;
        // A script that is one expression in braces is an object, as people mean it.
        var text = script.TrimStart().StartsWith('{') && script.TrimEnd().EndsWith('}') ? $"({script})" : script;
        Prepared<Script> prepared;
        try
        {
            prepared = Engine.PrepareScript(text);
        }
        catch (Exception e) when (text != script && e is ParseErrorException or ScriptPreparationException)
        {
            prepared = Engine.PrepareScript(script);
        }

        if (_prepared.Count < MaxPrepared)
            _prepared[script] = prepared;
        return prepared;
    }
}
