using Masterplan.Runtime.Authoring;

namespace Masterplan.Runtime.Activities;

/// <summary>The variables that a pass of a loop sees.</summary>
internal static class LoopVariables
{
    public static IEnumerable<Variable> Of(object? value, int index) => [new Variable("CurrentValue", value), new Variable<int>("CurrentIndex", index)];
}
