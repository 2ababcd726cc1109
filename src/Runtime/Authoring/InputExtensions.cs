using System.Runtime.CompilerServices;

namespace Masterplan.Runtime.Authoring;

/// <summary>Reads the evaluated value of an input.</summary>
public static class InputExtensions
{
    /// <summary>The value; fails if the input is unset or its value is null.</summary>
    public static T Get<T>(this Input<T>? input, ActivityExecutionContext context, [CallerArgumentExpression(nameof(input))] string? inputName = null)
    {
        var value = input is null ? default : context.Get(input);
        return value ?? throw new InvalidOperationException(
            $"Activity '{context.Activity.Id}' ({context.Activity.Type}) needs the input '{inputName}', but it has no value. Set it in the definition.");
    }

    public static T Get<T>(this Input<T>? input, ExpressionExecutionContext context, [CallerArgumentExpression(nameof(input))] string? inputName = null) =>
        input.Get(Owner(context), inputName);

    /// <summary>The value, or the default where the input is unset or its value is null.</summary>
    public static T? GetOrDefault<T>(this Input<T>? input, ActivityExecutionContext context, Func<T>? defaultValue = null)
    {
        var value = input is null ? null : context.GetInputValue(input);
        return value is not null ? Json.Values.To<T>(value) : defaultValue is null ? default : defaultValue();
    }

    public static T? GetOrDefault<T>(this Input<T>? input, ExpressionExecutionContext context, Func<T>? defaultValue = null) =>
        input.GetOrDefault(Owner(context), defaultValue);

    private static ActivityExecutionContext Owner(ExpressionExecutionContext context) =>
        context.Activity ?? throw new InvalidOperationException("This expression is evaluated outside of an activity, so it has no inputs.");
}
