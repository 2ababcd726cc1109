using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Masterplan.Rehearsal.Cloud.Operations;
using Masterplan.Rehearsal.Cloud.Requests;
using Masterplan.Rehearsal.Cloud.State;
using Masterplan.Rehearsal.Faults;
using Masterplan.Rehearsal.Latencies;

namespace Masterplan.Rehearsal.Cloud.Resources;

/// <summary>Creates instances: everything that a request names is looked up first.</summary>
internal sealed partial class InstanceCreation(
    CloudState state,
    OperationQueue queue,
    TemplateResource templates,
    QuotaLimits quota,
    AddressPool addresses,
    UserDataCheck userDataCheck,
    FaultPlan faults,
    Pace pace) : IResource
{
    private const int AntiAffinityCapacity = 8;

    public IEnumerable<Route> Routes => [new("POST instance", Create)];

    private JsonObject Create(Call call)
    {
        var body = call.Body;
        var id = Guid.NewGuid();
        var name = body.Text("name") ?? $"vm-{id}";
        if (!NamePattern().IsMatch(name))
            throw Refusal.Bad("bad request");
        var diskSize = body.Number("disk-size", 10, 51200) ?? throw Refusal.Bad("'disk-size' is required");
        var type = InstanceTypeSpec.Find(body.RequiredId("instance-type")) ?? throw Refusal.NotFound("Instance type");
        if (!type.IsAuthorized)
            throw new Refusal(403, $"Instance type {type.Family}.{type.Size} is not authorized");
        var template = templates.Find(body.RequiredId("template")) ?? throw Refusal.NotFound("Template");
        var userData = body.Text("user-data", int.MaxValue);
        if (userData is not null)
            userDataCheck.Check(userData);
        var instance = new InstanceRecord(id, name, InstanceStates.Starting, pace.Clock.GetUtcNow())
        {
            TypeId = type.Id,
            TemplateId = template.Id,
            DiskSize = diskSize,
            SecurityGroups = Groups(body),
            AntiAffinityGroups = AntiAffinityGroups(body),
            SshKeys = Keys(body),
            Labels = body.Labels() ?? new Dictionary<string, string>(),
            PublicIpAssignment = body.OneOf("public-ip-assignment", "inet4", "dual", "none") ?? "inet4",
            AutoStart = body.Flag("auto-start") ?? true,
            MacAddress = $"06:{string.Join(':', id.ToByteArray()[..5].Select(b => $"{b:x2}"))}",
            Address = "",
        };
        quota.Demand(QuotaLimits.Instances);
        return Start(instance with { Address = addresses.Node() }, userData, template);
    }

    private JsonObject Start(InstanceRecord instance, string? userData, TemplateRecord template)
    {
        state.Instances.Put(instance.Id, instance);
        if (userData is not null)
            state.UserData.Put(instance.Id, userData);
        var import = template.ReadyAt - pace.Clock.GetUtcNow();
        var wait = import > TimeSpan.Zero ? pace.ToSimulated(import) : TimeSpan.Zero;
        return queue.Start("create-instance", instance.Id, instance.Name, wait + Durations.Instance(faults, instance.Name), InstanceResource.Kind);
    }

    private Guid[] Groups(Body body)
    {
        var ids = Ids(body, "security-groups");
        foreach (var id in ids)
            _ = state.SecurityGroups.Find(id) ?? throw Refusal.NotFound("Security group");
        return ids.Length > 0 ? ids : [state.SecurityGroups.All.Single(g => g.Name == SecurityGroupResource.Default).Id];
    }

    private Guid[] AntiAffinityGroups(Body body)
    {
        var ids = Ids(body, "anti-affinity-groups");
        foreach (var id in ids)
        {
            var group = state.AntiAffinityGroups.Find(id) ?? throw Refusal.NotFound("Anti-affinity group");
            if (state.Instances.All.Count(i => i.AntiAffinityGroups.Contains(id)) >= AntiAffinityCapacity)
                throw Refusal.Conflict($"Anti-affinity group '{group.Name}' is full: it has {AntiAffinityCapacity} instances");
        }

        return ids;
    }

    private string[] Keys(Body body)
    {
        var old = body.Nested("ssh-key") is { } key ? [key] : Array.Empty<Body>();
        string[] names = [.. body.Objects("ssh-keys").Concat(old).Select(k => k.RequiredText("name")).Distinct()];
        foreach (var name in names)
            _ = state.SshKeys.Find(name) ?? throw Refusal.NotFound("SSH key");
        return names;
    }

    private static Guid[] Ids(Body body, string name) => [.. body.Objects(name).Select(o => o.Id ?? throw Refusal.Bad($"'{name}' needs ids")).Distinct()];

    [GeneratedRegex("^[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?$")]
    private static partial Regex NamePattern();
}
