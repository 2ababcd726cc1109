using System.Text.Json.Nodes;
using Masterplan.Runtime.Authoring;
using Masterplan.Runtime.Definitions;

namespace Masterplan.Runtime.Activities.Scheduling;

/// <summary>Starts a workflow when the time has come; inside of one, waits for it.</summary>
public abstract class ScheduledTrigger : Trigger, IReadsDefinition
{
    void IReadsDefinition.Read(JsonObject json, string path, ActivityBuilder builder)
    {
        foreach (var (input, check) in LiteralChecks())
            try
            {
                check();
            }
            catch (FormatException e)
            {
                builder.Scope.Fault($"{path}.{input}.expression.value", e.Message);
            }
    }

    /// <summary>What can be checked of inputs that are literals, each with the input's member in the JSON; a check fails with <see cref="FormatException"/>.</summary>
    private protected abstract IEnumerable<(string Input, Action Check)> LiteralChecks();

    /// <summary>The bookmark to wait at inside of a workflow; null if the time has passed.</summary>
    private protected abstract IDueStimulus? Wait(ActivityExecutionContext context);

    protected override async ValueTask ExecuteAsync(ActivityExecutionContext context)
    {
        if (context.IsTriggerOfWorkflow())
            Tell(context);
        else if (Wait(context) is { } stimulus)
        {
            context.CreateBookmark(new CreateBookmarkArgs { Stimulus = stimulus, IncludeActivityInstanceId = true });
            return;
        }

        await context.CompleteActivityAsync();
    }

    private protected static T? Literal<T>(Input? input)
        where T : class => input?.Expression is { Type: "Literal", Value: T value } ? value : null;

    private static void Tell(ActivityExecutionContext context)
    {
        if (context.GetWorkflowInput<ScheduleFiring>(ScheduleFiring.InputKey) is not { } firing)
            return;
        context.JournalData["dueAt"] = firing.DueAt;
        if (firing.IsLate)
            context.AddExecutionLogEntry("Late", $"This run was due at {firing.DueAt:u}, when nothing was running; it was started once at {firing.StartedAt:u}.");
    }
}
