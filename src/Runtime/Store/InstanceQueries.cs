using Masterplan.Runtime.Runs;

namespace Masterplan.Runtime.Store;

/// <summary>Turns rows into what the facade shows.</summary>
internal static class InstanceQueries
{
    public static WorkflowInstance Map(InstanceRow row) => new()
    {
        Id = row.Id,
        DefinitionId = row.DefinitionId,
        DefinitionVersionId = row.DefinitionVersionId,
        Version = row.Version,
        Status = row.Status,
        SubStatus = row.SubStatus,
        IsPaused = row.IsPaused,
        CorrelationId = row.CorrelationId,
        Name = row.Name,
        ParentInstanceId = row.ParentInstanceId,
        ParentActivityInstanceId = row.ParentActivityInstanceId,
        RootInstanceId = row.RootInstanceId,
        IncidentCount = row.IncidentCount,
        CreatedAt = row.CreatedAt,
        UpdatedAt = row.UpdatedAt,
        FinishedAt = row.FinishedAt,
    };
}
