namespace Masterplan.Runtime.Authoring;

/// <summary>An activity that a stimulus from outside can start a workflow with.</summary>
public interface ITrigger : IActivity
{
    /// <summary>The payloads under which the trigger is indexed when its definition is published.</summary>
    ValueTask<IEnumerable<object>> GetTriggerPayloadsAsync(TriggerIndexingContext context);
}
