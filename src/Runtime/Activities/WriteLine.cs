using Masterplan.Runtime.Authoring;

namespace Masterplan.Runtime.Activities;

/// <summary>Writes a line of text.</summary>
[Activity("Elsa", "Console", "Write a line of text to the console.")]
public sealed class WriteLine : CodeActivity
{
    public Input<string> Text { get; set; } = new("");

    protected override async ValueTask ExecuteAsync(ActivityExecutionContext context) =>
        await context.GetRequiredService<IStandardOutStreamProvider>().GetTextWriter().WriteLineAsync(context.Get(Text));
}
