using System.Text.Json;
using System.Text.Json.Nodes;
using Masterplan.Rehearsal.Cloud.Operations;
using Masterplan.Rehearsal.Cloud.Requests;
using Masterplan.Rehearsal.Cloud.State;

namespace Masterplan.Rehearsal.Cloud.Resources;

/// <summary>Elastic IPs. That one which is attached cannot be deleted is known, that the answer is a conflict is assumed.</summary>
internal sealed class ElasticIpResource(CloudState state, OperationQueue queue, QuotaLimits quota, AddressPool addresses) : IResource
{
    internal const string Kind = "elastic-ip";

    public IEnumerable<Route> Routes =>
    [
        new("GET elastic-ip", _ => Json.Of(("elastic-ips", Json.List(state.ElasticIps.All.Select(ElasticIpShape.Of))))),
        new("GET elastic-ip/*", call => ElasticIpShape.Of(Find(call))),
        new("POST elastic-ip", Create),
        new("PUT elastic-ip/*", Update),
        new("DELETE elastic-ip/*", Delete),
        new("PUT elastic-ip/*:attach", call => Move(call, "attach-instance-to-elastic-ip")),
        new("PUT elastic-ip/*:detach", call => Move(call, "detach-instance-from-elastic-ip")),
    ];

    public IEnumerable<Effect> Effects =>
    [
        new("create-elastic-ip") { Undo = o => state.ElasticIps.Remove(o.Target) },
        new("update-elastic-ip") { Apply = Change },
        new("delete-elastic-ip") { Apply = o => state.ElasticIps.Remove(o.Target) },
        new("attach-instance-to-elastic-ip") { Apply = o => Attach(o, i => [.. i.ElasticIps.Except([o.Target]), o.Target]) },
        new("detach-instance-from-elastic-ip") { Apply = o => Attach(o, i => [.. i.ElasticIps.Except([o.Target])]) },
    ];

    private ElasticIpRecord Find(Call call) => state.ElasticIps.Find(call.Id) ?? throw Refusal.NotFound("Elastic IP");

    private JsonObject Create(Call call)
    {
        if (call.Body.OneOf("addressfamily", "inet4", "inet6") == "inet6")
            throw Refusal.Bad("The rehearsal has IPv4 only");
        var healthCheck = HealthCheckBody.Read(call.Body);
        quota.Demand(QuotaLimits.ElasticIps);
        var elasticIp = new ElasticIpRecord(Guid.NewGuid(), addresses.ElasticIp())
        {
            Description = call.Body.Text("description"),
            HealthCheck = healthCheck,
            Labels = call.Body.Labels() ?? new Dictionary<string, string>(),
        };
        state.ElasticIps.Put(elasticIp.Id, elasticIp);
        return queue.Start("create-elastic-ip", elasticIp.Id, Name(elasticIp), Durations.ElasticIp, Kind);
    }

    private JsonObject Update(Call call)
    {
        var elasticIp = Find(call);
        var change = elasticIp with
        {
            Description = call.Body.Text("description") ?? elasticIp.Description,
            HealthCheck = HealthCheckBody.Read(call.Body) ?? elasticIp.HealthCheck,
            Labels = call.Body.Labels() ?? elasticIp.Labels,
        };
        var arguments = JsonSerializer.SerializeToElement(change, StateJson.Options);
        return queue.Start("update-elastic-ip", elasticIp.Id, Name(elasticIp), Durations.ElasticIp, Kind, arguments: arguments);
    }

    private JsonObject Delete(Call call)
    {
        var elasticIp = Find(call);
        if (state.Instances.All.Any(i => i.ElasticIps.Contains(elasticIp.Id)))
            throw Refusal.Conflict("Attempt to drop an attached resource");
        return queue.Start("delete-elastic-ip", elasticIp.Id, Name(elasticIp), Durations.ElasticIp, Kind);
    }

    private JsonObject Move(Call call, string command)
    {
        var elasticIp = Find(call);
        var instance = state.Instances.Find(call.Body.RequiredId("instance")) ?? throw Refusal.NotFound("Instance");
        return queue.Start(command, elasticIp.Id, $"{Name(elasticIp)} {instance.Name}", Durations.Attach, Kind, instance.Id);
    }

    private void Change(OperationRecord operation)
    {
        if (state.ElasticIps.Find(operation.Target) is not null)
            state.ElasticIps.Put(operation.Target, operation.Arguments!.Value.Deserialize<ElasticIpRecord>(StateJson.Options)!);
    }

    private void Attach(OperationRecord operation, Func<InstanceRecord, IReadOnlyList<Guid>> elasticIps)
    {
        if (state.ElasticIps.Find(operation.Target) is null)
            throw Refusal.NotFound("Elastic IP");
        var instance = state.Instances.Find(operation.Other!.Value) ?? throw Refusal.NotFound("Instance");
        state.Instances.Put(instance.Id, instance with { ElasticIps = elasticIps(instance) });
    }

    private static string Name(ElasticIpRecord elasticIp) => elasticIp.Description ?? elasticIp.Address;
}
