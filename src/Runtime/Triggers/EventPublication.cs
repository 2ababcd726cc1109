using Masterplan.Runtime.Authoring;
using Masterplan.Runtime.Execution;
using Masterplan.Runtime.Json;
using Masterplan.Runtime.Runs;
using Masterplan.Runtime.Store;

namespace Masterplan.Runtime.Triggers;

/// <summary>Brings an event to the bookmarks that wait for it and to the workflows that begin with it, in the transaction of whoever publishes it.</summary>
internal static class EventPublication
{
    private const string Waiting = """
        SELECT b.Id, b.InstanceId FROM Bookmarks b JOIN Instances i ON i.Id=b.InstanceId
        WHERE b.Name=@p0 AND b.Hash=@p1 AND (CAST(@p2 AS TEXT) IS NULL OR i.CorrelationId=@p2) AND (CAST(@p3 AS TEXT) IS NULL OR i.Id=@p3)
        """;

    private const string Starting = "SELECT Id, DefinitionId, DefinitionVersionId, Version, ActivityId, Activation FROM Triggers WHERE Name=@p0 AND Hash=@p1 ORDER BY DefinitionId, ActivityId";

    /// <summary>The event as it is stored; one for an instance alone if its id is given.</summary>
    public static PublishedEvent Of(string eventName, object? payload, string? correlationId, string? instanceId = null) => new(
        EventStimulus.BookmarkName,
        BookmarkHash.Of(EventStimulus.BookmarkName, new EventStimulus(eventName)),
        string.IsNullOrEmpty(correlationId) ? null : correlationId,
        instanceId,
        RuntimeJson.Serialize(new Dictionary<string, object?> { [EventStimulus.InputKey] = payload }),
        Starts: true);

    public static EventOutcome Publish(WriteSession session, PublishedEvent published, DateTimeOffset now)
    {
        // Looked up before anything is started, so that no run that the event starts is resumed by it as well.
        var waiting = session.Rows(Waiting, row => (Bookmark: row.GetString(0), Instance: row.GetString(1)), published.BookmarkName, published.Hash, published.CorrelationId, published.InstanceId);
        foreach (var (bookmark, instance) in waiting)
            session.Add(new SqlStatement(Sql.InsertWorkItem, InstanceFactory.Hash($"{published.Id}|{bookmark}"), instance, WorkItemKind.ResumeBookmark, bookmark, published.Input, now));
        var started = new List<InstanceRow>();
        var refused = new List<(string, string)>();
        foreach (var trigger in published.InstanceId is null && published.Starts ? Triggers(session, published) : [])
            if (ActivationRule.InTheWay(session, trigger.Activation, trigger.DefinitionId, published.CorrelationId) is { } running)
                refused.Add((trigger.DefinitionId, running));
            else
                started.Add(Start(session, trigger, published, now));
        return new EventOutcome(waiting.ConvertAll(found => found.Instance), started, refused);
    }

    private static List<TriggerRow> Triggers(WriteSession session, PublishedEvent published) => session.Rows(
        Starting,
        row => new TriggerRow
        {
            Id = row.GetString(0),
            DefinitionId = row.GetString(1),
            DefinitionVersionId = row.GetString(2),
            Version = row.GetInt32(3),
            ActivityId = row.GetString(4),
            Activation = (ActivationStrategy)row.GetInt32(5),
            Name = published.BookmarkName,
            Hash = published.Hash,
        },
        published.BookmarkName,
        published.Hash);

    private static InstanceRow Start(WriteSession session, TriggerRow trigger, PublishedEvent published, DateTimeOffset now)
    {
        var input = RuntimeJson.Deserialize<Dictionary<string, object?>>(published.Input)!;
        var run = TriggeredRun.Create(trigger, InstanceFactory.Hash($"{published.Id}|{trigger.Id}"), published.CorrelationId, input, now);
        var statements = new List<SqlStatement>();
        CheckpointStatements.AddInstance(statements, run);
        foreach (var statement in statements)
            session.Add(statement);
        return run.Row;
    }
}
