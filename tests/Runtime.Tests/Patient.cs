using Masterplan.Runtime.Authoring;

namespace Masterplan.Runtime.Tests;

/// <summary>A step that tries three times, with a durable wait between, and counts in its properties.</summary>
[Activity("Test", "Test")]
public sealed class Patient : CodeActivity<int>
{
    protected override ValueTask ExecuteAsync(ActivityExecutionContext context) => TryAsync(context);

    private async ValueTask TryAsync(ActivityExecutionContext context)
    {
        var attempt = context.UpdateProperty<int>("Attempt", last => last + 1);
        if (attempt < 3)
        {
            context.AddExecutionLogEntry("Retry", $"attempt {attempt} failed: busy; next try in 10 s");
            context.DelayFor(TimeSpan.FromSeconds(10), TryAsync);
            return;
        }

        context.Set(Result, attempt);
        await context.CompleteActivityAsync();
    }
}
