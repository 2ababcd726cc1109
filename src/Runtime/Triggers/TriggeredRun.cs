using Masterplan.Runtime.Execution;
using Masterplan.Runtime.Store;

namespace Masterplan.Runtime.Triggers;

/// <summary>Makes the run that a trigger starts.</summary>
internal static class TriggeredRun
{
    public static NewInstance Create(TriggerRow trigger, string id, string? correlationId, IDictionary<string, object?> input, DateTimeOffset now) => InstanceFactory.Create(
        new InstanceRow
        {
            Id = id,
            DefinitionId = trigger.DefinitionId,
            DefinitionVersionId = trigger.DefinitionVersionId,
            Version = trigger.Version,
            CorrelationId = correlationId,
            RootInstanceId = id,
            TriggerActivityId = trigger.ActivityId,
            CreatedAt = now,
        },
        input);
}
