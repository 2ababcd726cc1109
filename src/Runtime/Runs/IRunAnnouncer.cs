namespace Masterplan.Runtime.Runs;

/// <summary>Says which events tell of an end, or of steps that need a person. They are published in the transaction that stores what they tell of: neither a kill nor another host loses or doubles one.
/// Called again if the process dies in between.</summary>
public interface IRunAnnouncer
{
    /// <param name="instance">The instance with its input: finished, or with new incidents.</param>
    /// <param name="incidents">The incidents that came with this step.</param>
    Task<IReadOnlyList<RunAnnouncement>> AnnounceAsync(WorkflowInstance instance, IReadOnlyList<Incident> incidents);
}
