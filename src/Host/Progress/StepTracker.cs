using System.Text.Json;
using Masterplan.Runtime.Runs;

namespace Masterplan.Host.Progress;

/// <summary>Turns a run's events into steps of nodes. Markers, forks and joins are left out: they take no time.</summary>
/// <param name="nodeOf">The node that an instance of the run works on, or the cluster's name.</param>
/// <param name="run">The run.</param>
/// <param name="clock">Tells how long steps take.</param>
internal sealed class StepTracker(Func<string, CancellationToken, Task<string>> nodeOf, string run, TimeProvider clock)
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, StepState> steps = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> nodes = new(StringComparer.Ordinal);

    public string Run { get; } = run;

    public DateTimeOffset Now => clock.GetUtcNow();

    /// <summary>The steps that are not over, oldest first.</summary>
    public IReadOnlyList<StepState> Active
    {
        get
        {
            lock (gate)
                return [.. steps.Values.Where(step => step.EndedAt is null).OrderBy(step => step.StartedAt)];
        }
    }

    /// <summary>How many steps were done.</summary>
    public int Done
    {
        get
        {
            lock (gate)
                return steps.Values.Count(step => step.Status == "done");
        }
    }

    /// <summary>Takes an event in; answers with the step that it changed, or null when there is nothing to show.</summary>
    public async Task<StepState?> TakeAsync(RunEvent happened, CancellationToken cancellationToken)
    {
        if (happened.RootInstanceId != Run || happened.ActivityInstanceId is not { } id || !IsStep(happened.ActivityType ?? ""))
            return null;
        var key = $"{happened.InstanceId} {id}";
        var node = await NodeAsync(happened.InstanceId, cancellationToken);
        lock (gate)
        {
            if (!steps.TryGetValue(key, out var step))
                steps[key] = step = new() { Node = node, Step = happened.DisplayName ?? happened.ActivityId ?? "", StartedAt = happened.Timestamp };
            return Apply(step, happened) ? step : null;
        }
    }

    private static bool IsStep(string type) => type.StartsWith("Masterplan.", StringComparison.Ordinal) || type is "Elsa.Fault";

    private static bool Apply(StepState step, RunEvent happened)
    {
        var before = (step.Status, step.Message);
        step.Attempts = Read(happened, "Attempt") is { Length: > 0 } attempt && int.TryParse(attempt, out var number) ? number : step.Attempts;
        step.NextIn = Read(happened, "NextIn") ?? "";
        switch (happened.EventName)
        {
            case "Completed":
                (step.Status, step.Message, step.EndedAt) = ("done", "", happened.Timestamp);
                break;
            case "Faulted":
                (step.Status, step.Message, step.IsError, step.EndedAt) = ("failed", happened.Message ?? step.Message, true, happened.Timestamp);
                break;
            case "Canceled":
                (step.Status, step.EndedAt) = ("cancelled", happened.Timestamp);
                break;
            case "Started":
                (step.Status, step.EndedAt) = ("running", null);
                return true;
            case "Resumed" or "Suspended":
                step.EndedAt = null;
                return false;
            default:
                step.Status = "waiting";
                step.IsError = Read(happened, "Error") is { Length: > 0 };
                step.Message = Read(happened, "Error") ?? Read(happened, "Waiting") ?? step.Message;
                break;
        }

        return before != (step.Status, step.Message) || happened.EventName == "Attempt failed";
    }

    private static string? Read(RunEvent happened, string key) => happened.Data?.TryGetValue(key, out var value) == true
        ? value switch
        {
            null => null,
            JsonElement element => element.ToString(),
            _ => value.ToString(),
        }
        : null;

    private async Task<string> NodeAsync(string instance, CancellationToken cancellationToken)
    {
        return nodes.TryGetValue(instance, out var known) ? known : nodes[instance] = await nodeOf(instance, cancellationToken);
    }
}
