using Masterplan.Runtime.Runs;

namespace Masterplan.Runtime.Store;

/// <summary>Looks for the unfinished run that keeps another from starting, in the transaction that would start it.</summary>
internal static class ActivationRule
{
    /// <summary>The run's id; null if none is in the way.</summary>
    public static string? InTheWay(WriteSession session, ActivationStrategy strategy, string definitionId, string? correlationId) => Find(session, strategy, definitionId, correlationId)?.Id;

    /// <summary>Fails with <see cref="AlreadyRunningException"/> if a run is in the way.</summary>
    public static void Check(WriteSession session, ActivationStrategy strategy, string definitionId, string? correlationId)
    {
        if (Find(session, strategy, definitionId, correlationId) is { } running)
            throw new AlreadyRunningException(definitionId, correlationId, running.Id, running.DefinitionId);
    }

    private static (string Id, string DefinitionId)? Find(WriteSession session, ActivationStrategy strategy, string definitionId, string? correlationId)
    {
        // Another host may be about to start one that is not committed yet.
        if (strategy == ActivationStrategy.Singleton)
            session.Exclude($"activation {definitionId}");
        else if (strategy != ActivationStrategy.Always && correlationId is not null)
            session.Exclude($"activation of {correlationId}");
        return Running(session, strategy, definitionId, correlationId);
    }

    private static (string Id, string DefinitionId)? Running(WriteSession session, ActivationStrategy strategy, string definitionId, string? correlationId) => strategy switch
    {
        ActivationStrategy.Singleton => First(session, "SELECT Id, DefinitionId FROM Instances WHERE DefinitionId=@p0 AND Status=0 LIMIT 1", definitionId),
        ActivationStrategy.Correlation when correlationId is not null => First(session, "SELECT Id, DefinitionId FROM Instances WHERE CorrelationId=@p0 AND Status=0 LIMIT 1", correlationId),
        ActivationStrategy.CorrelatedSingleton when correlationId is not null =>
            First(session, "SELECT Id, DefinitionId FROM Instances WHERE DefinitionId=@p0 AND CorrelationId=@p1 AND Status=0 LIMIT 1", definitionId, correlationId),
        _ => null,
    };

    private static (string Id, string DefinitionId)? First(WriteSession session, string sql, params object?[] arguments) =>
        session.Rows(sql, row => ((string, string)?)(row.GetString(0), row.GetString(1)), arguments).FirstOrDefault();
}
