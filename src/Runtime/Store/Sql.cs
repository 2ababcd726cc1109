namespace Masterplan.Runtime.Store;

/// <summary>The statements of the hot path. Parameters are numbered in order of appearance.</summary>
internal static class Sql
{
    public const string SaveInstance = """
        UPDATE Instances SET Status=@p0, SubStatus=@p1, IsPaused=@p2, IsRunnable=@p3, CorrelationId=@p4, Name=@p5, IncidentCount=@p6, LogSequence=@p7, WorkSequence=@p8,
          Revision=Revision+1, LeaseOwner=@p9, LeaseUntil=@p10, UpdatedAt=@p11, FinishedAt=@p12
        WHERE Id=@p13 AND Fencing=@p14 AND Revision=@p15
        """;

    public const string InsertInstance = """
        INSERT INTO Instances (Id, DefinitionId, DefinitionVersionId, Version, Status, SubStatus, IsPaused, IsRunnable, CorrelationId, Name, ParentInstanceId, ParentActivityInstanceId,
          RootInstanceId, ChildIndex, IdempotencyKey, TriggerActivityId, WorkSequence, CreatedAt, UpdatedAt, IncidentCount, LogSequence, Revision, Fencing)
        VALUES (@p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8, @p9, @p10, @p11, @p12, @p13, @p14, @p15, @p16, @p17, @p17, 0, 0, 0, 0)
        ON CONFLICT (Id) DO NOTHING
        """;

    public const string PutPart = """
        INSERT INTO InstanceParts (InstanceId, Key, Json) VALUES (@p0, @p1, @p2)
        ON CONFLICT (InstanceId, Key) DO UPDATE SET Json=excluded.Json
        """;

    public const string InsertPart = """
        INSERT INTO InstanceParts (InstanceId, Key, Json) SELECT @p0, @p1, @p2
        WHERE EXISTS (SELECT 1 FROM Instances WHERE Id=@p0 AND Revision=0)
        ON CONFLICT (InstanceId, Key) DO NOTHING
        """;

    public const string DeletePart = "DELETE FROM InstanceParts WHERE InstanceId=@p0 AND Key=@p1";

    public const string InsertJournal = """
        INSERT INTO Journal (InstanceId, Sequence, Id, Timestamp, EventName, Message, Source, ActivityInstanceId, ParentActivityInstanceId, ActivityId, ActivityType, ActivityTypeVersion,
          ActivityName, NodeId, Payload)
        VALUES (@p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8, @p9, @p10, @p11, @p12, @p13, @p14)
        """;

    public const string PutExecution = """
        INSERT INTO ActivityExecutions (Id, InstanceId, ParentId, ActivityId, NodeId, ActivityType, ActivityTypeVersion, ActivityName, DisplayName, Status, HasBookmarks, ExecutionCount,
          StartedAt, CompletedAt, Inputs, Outputs, Payload, Outcomes, Exception)
        VALUES (@p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8, @p9, @p10, @p11, @p12, @p13, @p14, @p15, @p16, @p17, @p18)
        ON CONFLICT (Id) DO UPDATE SET Status=excluded.Status, HasBookmarks=excluded.HasBookmarks, ExecutionCount=excluded.ExecutionCount, CompletedAt=excluded.CompletedAt,
          Inputs=COALESCE(excluded.Inputs, ActivityExecutions.Inputs), Outputs=COALESCE(excluded.Outputs, ActivityExecutions.Outputs), Payload=COALESCE(excluded.Payload, ActivityExecutions.Payload), Outcomes=excluded.Outcomes,
          Exception=excluded.Exception
        """;

    public const string InsertBookmark = """
        INSERT INTO Bookmarks (Id, InstanceId, Name, Hash, Payload, ActivityId, NodeId, ActivityInstanceId, CallbackMethodName, AutoBurn, AutoComplete, Metadata, CreatedAt, DueAt)
        VALUES (@p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8, @p9, @p10, @p11, @p12, @p13)
        """;

    public const string DeleteBookmark = "DELETE FROM Bookmarks WHERE Id=@p0";

    public const string InsertIncident = """
        INSERT INTO Incidents (Id, InstanceId, RootInstanceId, ActivityInstanceId, ActivityId, NodeId, ActivityType, DisplayName, Message, ExceptionType, StackTrace, Timestamp)
        VALUES (@p0, @p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8, @p9, @p10, @p11)
        """;

    public const string ResolveIncidents = "UPDATE Incidents SET ResolvedAt=@p1, Resolution=@p2 WHERE ActivityInstanceId=@p0 AND ResolvedAt IS NULL";

    public const string InsertWorkItem = """
        INSERT INTO WorkItems (Id, InstanceId, Kind, TargetId, Payload, CreatedAt) VALUES (@p0, @p1, @p2, @p3, @p4, @p5)
        ON CONFLICT (Id) DO NOTHING
        """;

    public const string DeleteWorkItem = "DELETE FROM WorkItems WHERE Id=@p0";

    public const string ChildrenOfActivity = "SELECT Id FROM Instances WHERE ParentActivityInstanceId=@p0 AND Status=0";

    public const string ChildrenOfInstance = "SELECT Id FROM Instances WHERE ParentInstanceId=@p0 AND Status=0";

    public const string Acquire = """
        UPDATE Instances SET LeaseOwner=@p1, LeaseUntil=@p2, Fencing=Fencing+1
        WHERE Id=@p0 AND Status=0 AND (LeaseUntil IS NULL OR LeaseOwner=@p1 OR LeaseUntil<@p3)
        """;

    public const string Renew = "UPDATE Instances SET LeaseUntil=@p1 WHERE Status=0 AND LeaseOwner=@p0 AND LeaseUntil IS NOT NULL";

    public const string TakeOver = "UPDATE Instances SET LeaseUntil=NULL, Fencing=Fencing+1 WHERE LeaseUntil IS NOT NULL";

    public const string GiveBack = "UPDATE Instances SET LeaseUntil=NULL, Fencing=Fencing+1 WHERE LeaseOwner=@p0 AND LeaseUntil IS NOT NULL";

    public const string ReleaseUnchanged = "UPDATE Instances SET LeaseUntil=NULL WHERE Id=@p0 AND LeaseOwner=@p1 AND Fencing=@p2";
}
