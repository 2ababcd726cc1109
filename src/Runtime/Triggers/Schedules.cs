using Masterplan.Runtime.Activities.Scheduling;
using Masterplan.Runtime.Execution;
using Masterplan.Runtime.Hosting;
using Masterplan.Runtime.Json;
using Masterplan.Runtime.Store;
using Microsoft.Extensions.Logging;

namespace Masterplan.Runtime.Triggers;

/// <summary>Starts the runs of schedules that are due. That one was fired and that its run was started is one transaction, so that a kill neither doubles nor loses a run.</summary>
internal sealed class Schedules(RuntimeStore store, TriggerNews news, RuntimeOptions options, TimeProvider time, ILogger<Schedules> log)
{
    private const int Batch = 250;

    // A host that was held up for less catches up with every run; one that was held up for longer starts one run for all that it missed.
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(1);

    /// <summary>Fires what is due; answers with the next time that something is.</summary>
    /// <param name="since">When this host began to work; what was due before has been missed.</param>
    public async Task<DateTimeOffset?> FireAsync(DateTimeOffset since)
    {
        while (options.FiresSchedules)
        {
            var now = time.GetUtcNow();
            await using var context = store.Read();
            var due = await store.Queries.DueTriggers(context, now, Batch).ToListAsync();
            if (due.Count == 0)
                return await store.Queries.NextDueTrigger(context);
            await Task.WhenAll(due.Select(trigger => FireAsync(trigger, now, since)));
        }

        return null;
    }

    private async Task FireAsync(TriggerRow trigger, DateTimeOffset now, DateTimeOffset since)
    {
        var due = trigger.DueAt!.Value;
        var isLate = due < since || now - due > Grace;
        if (!TryNext(trigger, isLate ? now : due, out var next))
            return;
        var firing = new ScheduleFiring(due, now, isLate);
        var run = TriggeredRun.Create(
            trigger,
            InstanceFactory.Hash($"{trigger.DefinitionId}|{trigger.ActivityId}|{trigger.Hash}|{due.UtcTicks}"),
            correlationId: null,
            new Dictionary<string, object?> { [ScheduleFiring.InputKey] = Values.Plain(firing) },
            now);
        var statements = new List<SqlStatement>();
        CheckpointStatements.AddInstance(statements, run);
        var (isFired, running) = await store.WriteAsync(session => Fire(session, trigger, next, statements));
        if (isFired)
            Tell(trigger, run, firing, running, next);
    }

    /// <summary>Nothing if the trigger was fired, changed or retracted meanwhile.</summary>
    private static (bool IsFired, string? Running) Fire(WriteSession session, TriggerRow trigger, DateTimeOffset? next, List<SqlStatement> statements)
    {
        if (session.Execute("UPDATE Triggers SET DueAt=@p2 WHERE Id=@p0 AND DueAt=@p1", trigger.Id, trigger.DueAt, next) == 0)
            return (false, null);
        if (ActivationRule.InTheWay(session, trigger.Activation, trigger.DefinitionId, correlationId: null) is { } running)
            return (true, running);
        foreach (var statement in statements)
            session.Add(statement);
        return (true, null);
    }

    private void Tell(TriggerRow trigger, NewInstance run, ScheduleFiring firing, string? running, DateTimeOffset? next)
    {
        if (running is not null)
        {
            log.LogWarning(
                "'{DefinitionId}' was due at {DueAt:u} and not started, for run '{Running}' of it is still under way. It is due again {Next}.",
                trigger.DefinitionId, firing.DueAt, running, next is null ? "never" : $"at {next:u}");
            return;
        }

        if (firing.IsLate)
            log.LogWarning("'{DefinitionId}' was due at {DueAt:u}, when nothing was running. Run '{InstanceId}' makes up for it, once.", trigger.DefinitionId, firing.DueAt, run.Row.Id);
        news.Started(run.Row);
    }

    /// <summary>A schedule that cannot be read any more, such as one in a zone that the machine has lost, must not hold up the others.</summary>
    private bool TryNext(TriggerRow trigger, DateTimeOffset now, out DateTimeOffset? next)
    {
        try
        {
            next = Read(trigger).Next(trigger.DueAt!.Value, now);
            return true;
        }
        catch (FormatException e)
        {
            log.LogError("The schedule of '{DefinitionId}' has stopped: {Message} Mend it, then publish the definition again.", trigger.DefinitionId, e.Message);
            _ = store.WriteAsync(session => session.Execute("UPDATE Triggers SET DueAt=NULL WHERE Id=@p0", trigger.Id));
            next = null;
            return false;
        }
    }

    private static ISchedule Read(TriggerRow trigger) => trigger.Name switch
    {
        "Elsa.Cron" => RuntimeJson.Deserialize<CronStimulus>(trigger.Payload!)!,
        "Elsa.Timer" => RuntimeJson.Deserialize<TimerStimulus>(trigger.Payload!)!,
        "Elsa.StartAt" => RuntimeJson.Deserialize<StartAtStimulus>(trigger.Payload!)!,
        _ => throw new FormatException($"'{trigger.Name}' is no schedule."),
    };
}
