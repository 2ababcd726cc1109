using System.Diagnostics.Metrics;
using System.Text.Json;

namespace Masterplan.Activities.Steps;

/// <summary>
/// A step that is tried until it is done: the base of all our activities, built on the authoring surface alone. An attempt that fails
/// with a transient fault, or finds that it is not time yet, is repeated after a wait that is a bookmark: it survives restarts and
/// costs nothing. The count of attempts and the last error are persisted and journalled. Any other fault, and the deadline, end in an
/// incident.
/// </summary>
public abstract class DurableActivity : Activity
{
    private const string StateProperty = "Attempts";
    private static readonly Meter Meter = new("Masterplan.Activities");
    private static readonly Counter<long> Retries = Meter.CreateCounter<long>("masterplan.step.retries", null, "Attempts after which another is needed, by step and by whether it failed or has to wait.");

    [Input(Category = "Retry", DisplayName = "Deadline", Description = "How long the step may take in all, retries and waits included. Time in which nothing worked on the run does not count.", DefaultValue = "00:30:00")]
    public Input<TimeSpan> Deadline { get; set; } = new(TimeSpan.FromMinutes(30));

    [Input(Category = "Retry", DisplayName = "First delay", Description = "The wait after the first attempt.", DefaultValue = "00:00:01")]
    public Input<TimeSpan> FirstDelay { get; set; } = new(TimeSpan.FromSeconds(1));

    [Input(Category = "Retry", DisplayName = "Factor", Description = "How much longer each wait is than the one before.", DefaultValue = 1.5)]
    public Input<double> Factor { get; set; } = new(1.5);

    [Input(Category = "Retry", DisplayName = "Longest delay", Description = "No wait between attempts is longer.", DefaultValue = "00:00:15")]
    public Input<TimeSpan> Ceiling { get; set; } = new(TimeSpan.FromSeconds(15));

    [Input(Category = "Retry", DisplayName = "Jitter", Description = "The share, 0 to 1, by which a wait is lengthened or shortened at random.", DefaultValue = 0.1)]
    public Input<double> Jitter { get; set; } = new(0.1);

    [Input(Category = "Retry", DisplayName = "Attempt timeout", Description = "How long one attempt may take.", DefaultValue = "00:05:00")]
    public Input<TimeSpan> AttemptTimeout { get; set; } = new(TimeSpan.FromMinutes(5));

    [Input(Category = "Retry", DisplayName = "May fail", Description = "What is not done by the deadline is left, and the workflow goes on.", DefaultValue = false)]
    public Input<bool> MayFail { get; set; } = new(false);

    /// <summary>Does the step's work once, or finds that it is done. Must be safe to call again after any interruption.</summary>
    protected abstract Task<Progress> AttemptAsync(ActivityExecutionContext context, CancellationToken cancellationToken);

    /// <summary>What happens when the deadline has passed; by default a fault that tells the last error or wait, unless the step may fail.</summary>
    protected virtual Task<Progress> ExpireAsync(ActivityExecutionContext context, string last, TimeSpan deadline, Exception? cause, CancellationToken cancellationToken)
    {
        var why = $"Not done after {Words(deadline)}: {last}";
        if (!context.Get(MayFail))
            throw new NotInTimeException(why, cause);
        context.AddExecutionLogEntry("Left", why);
        return Task.FromResult(Progress.Done);
    }

    protected sealed override ValueTask ExecuteAsync(ActivityExecutionContext context) => ContinueAsync(context);

    private async ValueTask ContinueAsync(ActivityExecutionContext context)
    {
        var clock = context.GetRequiredService<TimeProvider>();
        var state = Read(context) ?? new AttemptState();
        var began = clock.GetTimestamp();
        var (progress, failure) = await TryAsync(context, clock);
        state = state with { Attempts = state.Attempts + 1, Spent = state.Spent + Tempo(context).CostOf(clock.GetElapsedTime(began)) };
        if (progress?.Outcomes is null)
            progress = await WaitAsync(context, state, progress, failure);
        if (progress?.Outcomes is { } outcomes)
            await context.CompleteActivityWithOutcomesAsync([.. outcomes]);
    }

    private async Task<(Progress? Progress, Exception? Failure)> TryAsync(ActivityExecutionContext context, TimeProvider clock)
    {
        var timeout = context.Get(AttemptTimeout);
        using var limit = new CancellationTokenSource(Tempo(context).ToReal(timeout) + TimeSpan.FromSeconds(10), clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, context.CancellationToken);
        try
        {
            return (await AttemptAsync(context, both.Token), null);
        }
        catch (OperationCanceledException exception) when (limit.IsCancellationRequested && !context.CancellationToken.IsCancellationRequested)
        {
            return (null, new TimeoutException($"The attempt was given up after {Words(timeout)}.", exception));
        }
        catch (Exception exception) when (Transience.IsTransient(exception))
        {
            return (null, exception);
        }
    }

    /// <summary>Suspends until the next attempt; answers with the end of the step where the deadline leaves no room for one.</summary>
    private async Task<Progress?> WaitAsync(ActivityExecutionContext context, AttemptState state, Progress? progress, Exception? failure)
    {
        var last = failure?.Message ?? progress!.Waiting;
        state = failure is null
            ? state with { Failures = 0, Waits = state.Waits + 1, Last = last }
            : state with { Failures = state.Failures + 1, Waits = 0, Last = last };
        var delay = progress?.Delay ?? RetryDelay.After(
            context.Get(FirstDelay), context.Get(Factor), context.Get(Ceiling), context.Get(Jitter), Math.Max(state.Failures, state.Waits) - 1, Random.Shared.NextDouble());
        var deadline = context.Get(Deadline);
        if (state.Spent + delay > deadline)
            return await ExpireAsync(context, last, deadline, failure, context.CancellationToken);
        Journal(context, state, delay, failure is not null);
        Retries.Add(1, new KeyValuePair<string, object?>("step", context.Activity.Type), new KeyValuePair<string, object?>("reason", failure is null ? "waiting" : "failed"));
        context.SetProperty(StateProperty, JsonSerializer.Serialize(state with { Spent = state.Spent + delay }));
        context.DelayFor(Tempo(context).ToReal(delay), ContinueAsync);
        return null;
    }

    private static void Journal(ActivityExecutionContext context, AttemptState state, TimeSpan delay, bool failed)
    {
        var changed = Read(context)?.Last != state.Last;
        context.JournalData["Attempt"] = state.Attempts;
        context.JournalData[failed ? "Error" : "Waiting"] = state.Last;
        context.JournalData["NextIn"] = Words(delay);
        if (failed)
            context.AddExecutionLogEntry("Attempt failed", $"Attempt {state.Attempts}: {state.Last} Next attempt in {Words(delay)}.");
        else if (changed)
            context.AddExecutionLogEntry("Waiting", state.Last);
    }

    private static AttemptState? Read(ActivityExecutionContext context) =>
        context.GetProperty<string>(StateProperty) is { } json ? JsonSerializer.Deserialize<AttemptState>(json) : null;

    private static Tempo Tempo(ActivityExecutionContext context) => Steps.Tempo.Of(context);

    private static string Words(TimeSpan time) => time switch
    {
        { TotalMinutes: >= 2 } => $"{time.TotalMinutes:0.#} min",
        _ => $"{time.TotalSeconds:0.#} s",
    };
}
