using Masterplan.Runtime.Store;

namespace Masterplan.Runtime.Triggers;

/// <summary>Writes triggers, in the transaction that publishes or retracts their definition.</summary>
internal static class TriggerStatements
{
    private const string Insert = """
        INSERT INTO Triggers (Id, DefinitionId, DefinitionVersionId, Version, ActivityId, Name, Hash, Payload, Activation, DueAt) VALUES (@p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8, @p9)
        """;

    /// <summary>A schedule that the version before had too stays due when it was, so that a new version loses none that was missed.</summary>
    /// <param name="session">The transaction.</param>
    /// <param name="definition">What was published.</param>
    /// <param name="rows">Its triggers.</param>
    /// <param name="isDone">False if consumers are to be brought to the version after this.</param>
    public static int Replace(WriteSession session, DefinitionRow definition, IReadOnlyList<TriggerRow> rows, bool isDone)
    {
        var dues = rows.Select(row => Due(session, row)).ToList();
        session.Execute("DELETE FROM Triggers WHERE DefinitionId=@p0", definition.DefinitionId);
        for (var i = 0; i < rows.Count; i++)
            session.Execute(
                Insert, rows[i].Id, rows[i].DefinitionId, rows[i].DefinitionVersionId, rows[i].Version, rows[i].ActivityId, rows[i].Name, rows[i].Hash, rows[i].Payload, rows[i].Activation, dues[i]);
        return SetDone(session, definition.Id, isDone);
    }

    public static int Remove(WriteSession session, DefinitionRow definition)
    {
        SetDone(session, definition.Id, isDone: false);
        return session.Execute("DELETE FROM Triggers WHERE DefinitionVersionId=@p0", definition.Id);
    }

    public static bool IsPublished(WriteSession session, DefinitionRow definition) => session.Scalar("SELECT Id FROM Definitions WHERE Id=@p0 AND IsPublished", definition.Id) is not null;

    public static int SetDone(WriteSession session, string definitionVersionId, bool isDone) => session.Execute("UPDATE Definitions SET IsIndexed=@p1 WHERE Id=@p0", definitionVersionId, isDone);

    private static long? Due(WriteSession session, TriggerRow row)
    {
        var known = session.Scalar("SELECT COALESCE(DueAt, 0) FROM Triggers WHERE DefinitionId=@p0 AND ActivityId=@p1 AND Hash=@p2", row.DefinitionId, row.ActivityId, row.Hash);
        return known is long ticks ? (ticks == 0 ? null : ticks) : row.DueAt?.UtcTicks;
    }
}
