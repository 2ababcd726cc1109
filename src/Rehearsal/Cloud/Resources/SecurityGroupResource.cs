using System.Text.Json.Nodes;
using Masterplan.Rehearsal.Cloud.Operations;
using Masterplan.Rehearsal.Cloud.Requests;
using Masterplan.Rehearsal.Cloud.State;

namespace Masterplan.Rehearsal.Cloud.Resources;

/// <summary>Security groups and their members. That names are unique, and that a group named in another's rules cannot be deleted, is assumed.</summary>
internal sealed class SecurityGroupResource(CloudState state, OperationQueue queue) : IResource
{
    internal const string Kind = "security-group";
    internal const string Default = "default";
    private static readonly string[] PublicGroups = ["public-nlb-healthcheck-sources", "public-sos-endpoints", "public-sks-apiservers"];

    public IEnumerable<Route> Routes =>
    [
        new("GET security-group", List),
        new("GET security-group/*", call => Shape(Find(call))),
        new("POST security-group", Create),
        new("DELETE security-group/*", Delete),
        new("PUT security-group/*:attach", call => Move(call, "attach-instance-to-security-group")),
        new("PUT security-group/*:detach", call => Move(call, "detach-instance-from-security-group")),
    ];

    public IEnumerable<Effect> Effects =>
    [
        new("create-security-group") { Undo = o => state.SecurityGroups.Remove(o.Target) },
        new("delete-security-group") { Apply = o => state.SecurityGroups.Remove(o.Target) },
        new("attach-instance-to-security-group") { Apply = o => Change(o, i => [.. i.SecurityGroups.Except([o.Target]), o.Target]) },
        new("detach-instance-from-security-group") { Apply = o => Change(o, i => [.. i.SecurityGroups.Except([o.Target])]) },
    ];

    private SecurityGroupRecord Find(Call call) => state.SecurityGroups.Find(call.Id) ?? throw Refusal.NotFound("Security group");

    private JsonObject List(Call call)
    {
        var groups = call.Query["visibility"] == "public"
            ? PublicGroups.Select(n => Json.Of(("id", StableId.Of(n)), ("name", n), ("visibility", "public")))
            : state.SecurityGroups.All.Select(Shape);
        return Json.Of(("security-groups", Json.List(groups)));
    }

    private JsonObject Shape(SecurityGroupRecord group) => Json.Of(
        ("id", group.Id),
        ("name", group.Name),
        ("description", group.Description),
        ("visibility", "private"),
        ("rules", Json.ListOrNothing(group.Rules.Select(r => RuleShape.Of(r, id => state.SecurityGroups.Find(id)?.Name)))));

    private JsonObject Create(Call call)
    {
        var name = call.Body.RequiredText("name");
        if (state.SecurityGroups.All.Any(g => g.Name == name))
            throw Refusal.Conflict($"Security group '{name}' already exists");
        var group = new SecurityGroupRecord(Guid.NewGuid(), name, call.Body.Text("description"));
        state.SecurityGroups.Put(group.Id, group);
        return queue.Start("create-security-group", group.Id, name, Durations.Group, Kind);
    }

    private JsonObject Delete(Call call)
    {
        var group = Find(call);
        if (state.Instances.All.Any(i => i.SecurityGroups.Contains(group.Id)))
            throw Refusal.Conflict("Cannot delete group when it's in use by virtual machines");
        if (state.SecurityGroups.All.Any(g => g.Id != group.Id && g.Rules.Any(r => r.GroupId == group.Id)))
            throw Refusal.Conflict("Cannot delete group when it's in use by rules of other groups");
        return queue.Start("delete-security-group", group.Id, group.Name, Durations.Group, Kind);
    }

    private JsonObject Move(Call call, string command)
    {
        var group = Find(call);
        var instance = state.Instances.Find(call.Body.RequiredId("instance")) ?? throw Refusal.NotFound("Instance");
        return queue.Start(command, group.Id, $"{group.Name} {instance.Name}", Durations.Attach, Kind, instance.Id);
    }

    private void Change(OperationRecord operation, Func<InstanceRecord, IReadOnlyList<Guid>> groups)
    {
        if (state.SecurityGroups.Find(operation.Target) is null)
            throw Refusal.NotFound("Security group");
        var instance = state.Instances.Find(operation.Other!.Value) ?? throw Refusal.NotFound("Instance");
        state.Instances.Put(instance.Id, instance with { SecurityGroups = groups(instance) });
    }
}
