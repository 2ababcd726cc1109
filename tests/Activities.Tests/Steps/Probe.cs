using Masterplan.Activities.Steps;
using Masterplan.Runtime.Authoring;

namespace Masterplan.Activities.Tests.Steps;

/// <summary>A step that does what the test's script says.</summary>
[Activity("Test", "Test", "Does what the test says.", DisplayName = "Probe")]
public sealed class Probe : DurableActivity
{
    protected override Task<Progress> AttemptAsync(ActivityExecutionContext context, CancellationToken cancellationToken) =>
        Task.FromResult(context.GetRequiredService<ProbeScript>().Act(context.GetRequiredService<TimeProvider>().GetUtcNow()));
}
