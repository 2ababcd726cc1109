using System.Text.Json.Nodes;
using Masterplan.Rehearsal.Cloud.Operations;
using Masterplan.Rehearsal.Cloud.Requests;
using Masterplan.Rehearsal.Cloud.State;

namespace Masterplan.Rehearsal.Cloud.Resources;

/// <summary>Anti-affinity groups. That names are unique, and that a group with members cannot be deleted, is assumed.</summary>
internal sealed class AntiAffinityGroupResource(CloudState state, OperationQueue queue) : IResource
{
    internal const string Kind = "anti-affinity-group";

    public IEnumerable<Route> Routes =>
    [
        new("GET anti-affinity-group", _ => Json.Of(("anti-affinity-groups", Json.List(state.AntiAffinityGroups.All.Select(Shape))))),
        new("GET anti-affinity-group/*", call => Shape(Find(call))),
        new("POST anti-affinity-group", Create),
        new("DELETE anti-affinity-group/*", Delete),
    ];

    public IEnumerable<Effect> Effects =>
    [
        new("create-anti-affinity-group") { Undo = o => state.AntiAffinityGroups.Remove(o.Target) },
        new("delete-anti-affinity-group") { Apply = o => state.AntiAffinityGroups.Remove(o.Target) },
    ];

    private AntiAffinityGroupRecord Find(Call call) => state.AntiAffinityGroups.Find(call.Id) ?? throw Refusal.NotFound("Anti-affinity group");

    private IEnumerable<InstanceRecord> Members(Guid id) => state.Instances.All.Where(i => i.AntiAffinityGroups.Contains(id));

    private JsonObject Shape(AntiAffinityGroupRecord group) => Json.Of(
        ("id", group.Id), ("name", group.Name), ("description", group.Description), ("instances", Json.List(Members(group.Id).Select(i => Json.Ref(i.Id)))));

    private JsonObject Create(Call call)
    {
        var name = call.Body.RequiredText("name");
        if (state.AntiAffinityGroups.All.Any(g => g.Name == name))
            throw Refusal.Conflict($"Anti-affinity group '{name}' already exists");
        var group = new AntiAffinityGroupRecord(Guid.NewGuid(), name, call.Body.Text("description"));
        state.AntiAffinityGroups.Put(group.Id, group);
        return queue.Start("create-anti-affinity-group", group.Id, name, Durations.Group, Kind);
    }

    private JsonObject Delete(Call call)
    {
        var group = Find(call);
        if (Members(group.Id).Any())
            throw Refusal.Conflict("Cannot delete group when it's in use by virtual machines");
        return queue.Start("delete-anti-affinity-group", group.Id, group.Name, Durations.Group, Kind);
    }
}
