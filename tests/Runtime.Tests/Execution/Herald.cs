using System.Text.Json.Nodes;
using Masterplan.Runtime.Authoring;
using Masterplan.Runtime.Runs;
using static Masterplan.Runtime.Tests.Flow;

namespace Masterplan.Runtime.Tests.Execution;

/// <summary>Tells of the ends and incidents of some definitions' runs.</summary>
internal sealed class Herald(params string[] definitions) : IRunAnnouncer
{
    private const string EventName = "Told";

    public Task<IReadOnlyList<RunAnnouncement>> AnnounceAsync(WorkflowInstance instance, IReadOnlyList<Incident> incidents) => Task.FromResult<IReadOnlyList<RunAnnouncement>>(
        !definitions.Contains(instance.DefinitionId) ? []
        : instance.Status == WorkflowStatus.Finished ? [Tell(instance, string.Join(' ', incidents.Select(incident => incident.ActivityId).Prepend($"end {instance.SubStatus}")))]
        : [.. incidents.Select(incident => Tell(instance, $"incident {incident.ActivityId}"))]);

    /// <summary>A workflow that is started by what is told, and takes it as its name.</summary>
    public static JsonObject Listener()
    {
        var begin = Event("Begin", EventName);
        (begin["result"], begin["customProperties"]) = (To("v-told"), new JsonObject { ["canStartWorkflow"] = true });
        return Definition("listener", Chart([begin, Activity("Elsa.SetName", "Name", ("value", Js("getTold()")))], "Begin->Name"), variables: ["told"]);
    }

    private static RunAnnouncement Tell(WorkflowInstance instance, string what) => new(EventName, what, instance.RootInstanceId);
}
