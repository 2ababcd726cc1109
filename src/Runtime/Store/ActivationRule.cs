using Masterplan.Runtime.Runs;

namespace Masterplan.Runtime.Store;

/// <summary>Looks for the unfinished run that keeps another from starting, in the transaction that would start it.</summary>
internal static class ActivationRule
{
    /// <summary>The run's id; null if none is in the way.</summary>
    public static string? InTheWay(WriteSession session, ActivationStrategy strategy, string definitionId, string? correlationId) => strategy switch
    {
        ActivationStrategy.Singleton => (string?)session.Scalar("SELECT Id FROM Instances WHERE DefinitionId=@p0 AND Status=0", definitionId),
        ActivationStrategy.Correlation when correlationId is not null => (string?)session.Scalar("SELECT Id FROM Instances WHERE CorrelationId=@p0 AND Status=0", correlationId),
        ActivationStrategy.CorrelatedSingleton when correlationId is not null =>
            (string?)session.Scalar("SELECT Id FROM Instances WHERE DefinitionId=@p0 AND CorrelationId=@p1 AND Status=0", definitionId, correlationId),
        _ => null,
    };
}
