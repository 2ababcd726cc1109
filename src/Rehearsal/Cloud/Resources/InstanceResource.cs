using System.Text.Json;
using System.Text.Json.Nodes;
using Masterplan.Rehearsal.Cloud.Operations;
using Masterplan.Rehearsal.Cloud.Requests;
using Masterplan.Rehearsal.Cloud.State;

namespace Masterplan.Rehearsal.Cloud.Resources;

/// <summary>Reads, changes and deletes instances.</summary>
internal sealed class InstanceResource(CloudState state, OperationQueue queue, UserDataCheck userDataCheck) : IResource
{
    internal const string Kind = "instance";

    public IEnumerable<Route> Routes =>
    [
        new("GET instance", List),
        new("GET instance/*", call => InstanceShape.Whole(Find(call), state)),
        new("PUT instance/*", Update),
        new("DELETE instance/*", Delete),
        new("PUT instance/*:start", call => Switch(call, "start", InstanceStates.Stopped, InstanceStates.Starting, "Only stopped instances can be started.")),
        new("PUT instance/*:stop", call => Switch(call, "stop", InstanceStates.Running, InstanceStates.Stopping, "Only running instances can be stopped.")),
        new("PUT instance/*:reboot", call => Switch(call, "reboot", InstanceStates.Running, InstanceStates.Running, "Only running instances can be rebooted.")),
        new("PUT instance/*:add-protection", call => Protect(call, true)),
        new("PUT instance/*:remove-protection", call => Protect(call, false)),
    ];

    public IEnumerable<Effect> Effects =>
    [
        new("update-instance") { Apply = Change },
        new("protect-instance"),
    ];

    private InstanceRecord Find(Call call) => state.Instances.Find(call.Id) ?? throw Refusal.NotFound("Instance");

    private JsonObject List(Call call)
    {
        var address = call.Query["ip-address"].ToString();
        var holders = state.ElasticIps.All.FirstOrDefault(e => e.Address == address)?.Id;
        var instances = state.Instances.All.Where(i =>
            address.Length == 0 || (i.HasAddress && i.Address == address) || (holders is { } id && i.ElasticIps.Contains(id)));
        return Json.Of(("instances", Json.List(instances.Select(InstanceShape.Thin))));
    }

    private JsonObject Update(Call call)
    {
        var instance = Find(call);
        if (call.Body.Text("user-data", int.MaxValue) is { } userData)
            userDataCheck.Check(userData);
        var arguments = JsonSerializer.SerializeToElement(
            new InstanceChange(call.Body.Text("name"), call.Body.Text("user-data", int.MaxValue), call.Body.Labels()), StateJson.Options);
        return queue.Start("update-instance", instance.Id, instance.Name, Durations.Update, Kind, arguments: arguments);
    }

    private void Change(OperationRecord operation)
    {
        var instance = state.Instances.Find(operation.Target) ?? throw Refusal.NotFound("Instance");
        var change = operation.Arguments!.Value.Deserialize<InstanceChange>(StateJson.Options)!;
        state.Instances.Put(instance.Id, instance with { Name = change.Name ?? instance.Name, Labels = change.Labels ?? instance.Labels });
        if (change.UserData is not null)
            state.UserData.Put(instance.Id, change.UserData);
    }

    private JsonObject Switch(Call call, string verb, string from, string to, string refusal)
    {
        var instance = Find(call);
        if (instance.State != from)
            throw Refusal.Bad(refusal);
        state.Instances.Put(instance.Id, instance with { State = to });
        return queue.Start($"{verb}-instance", instance.Id, instance.Name, Durations.Power, verb == "reboot" ? Kind : null);
    }

    private JsonObject Delete(Call call)
    {
        var instance = Find(call);
        if (instance.IsProtected)
            throw new Refusal(403, $"Operation delete-instance on resource {instance.Id} is forbidden - reason: manual instance protection");
        if (instance.State != InstanceStates.Destroying)
            state.Instances.Put(instance.Id, instance with { State = InstanceStates.Destroying });
        var before = JsonSerializer.SerializeToElement(instance.State, StateJson.Options);
        return queue.Start("delete-instance", instance.Id, instance.Name, Durations.Delete, Kind, arguments: before);
    }

    private JsonObject Protect(Call call, bool isProtected)
    {
        var instance = Find(call);
        state.Instances.Put(instance.Id, instance with { IsProtected = isProtected });
        return queue.Start("protect-instance", instance.Id, instance.Name, Durations.Update, Kind);
    }
}
