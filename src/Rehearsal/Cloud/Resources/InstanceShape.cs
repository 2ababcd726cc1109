using System.Text.Json.Nodes;
using Masterplan.Rehearsal.Cloud.Requests;
using Masterplan.Rehearsal.Cloud.State;

namespace Masterplan.Rehearsal.Cloud.Resources;

/// <summary>An instance as the API shows it: thin in lists, whole when asked for by id.</summary>
internal static class InstanceShape
{
    internal static JsonObject Thin(InstanceRecord instance) => Json.Of(
        ("id", instance.Id),
        ("name", instance.Name),
        ("state", instance.State),
        ("created-at", $"{instance.CreatedAt.UtcDateTime:s}Z"),
        ("instance-type", Json.Ref(instance.TypeId)),
        ("template", Json.Ref(instance.TemplateId)),
        ("labels", Json.Texts(instance.Labels)),
        ("security-groups", Json.List(instance.SecurityGroups.Select(Json.Ref))),
        ("private-networks", Json.List([])),
        ("ssh-key", instance.SshKeys.Count > 0 ? Key(instance.SshKeys[0]) : null),
        ("ssh-keys", Json.List(instance.SshKeys.Select(Key))),
        ("mac-address", instance.MacAddress),
        ("public-ip-assignment", instance.PublicIpAssignment),
        ("public-ip", instance.HasAddress ? instance.Address : null));

    internal static JsonObject Whole(InstanceRecord instance, CloudState state)
    {
        var shape = Thin(instance);
        shape["disk-size"] = instance.DiskSize;
        shape["disk-encrypted"] = true;
        shape["snapshots"] = Json.List([]);
        shape["anti-affinity-groups"] = Json.List(instance.AntiAffinityGroups.Select(state.AntiAffinityGroups.Find).OfType<AntiAffinityGroupRecord>()
            .Select(g => Json.Of(("id", g.Id), ("name", g.Name), ("description", g.Description))));
        shape["elastic-ips"] = Json.List(instance.ElasticIps.Select(state.ElasticIps.Find).OfType<ElasticIpRecord>()
            .Select(e => Json.Of(("id", e.Id), ("ip", e.Address))));
        if (state.UserData.Find(instance.Id) is { } userData)
            shape["user-data"] = userData;
        return shape;
    }

    private static JsonObject Key(string name) => new() { ["name"] = name };
}
