using Masterplan.Runtime.Authoring;

namespace Masterplan.Runtime.Tests;

/// <summary>A step that tells the test's probes that it runs; they decide how it ends.</summary>
[Activity("Test", "Test")]
public sealed class Probe : CodeActivity<object?>
{
    public Input<object?> Value { get; set; } = new(new Expression("Literal", null));

    protected override async ValueTask ExecuteAsync(ActivityExecutionContext context) =>
        context.Set(Result, await context.GetRequiredService<Probes>().RunAsync(Id, context.Get(Value), context));
}
