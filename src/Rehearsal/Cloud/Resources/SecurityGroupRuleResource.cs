using System.Net;
using System.Text.Json.Nodes;
using Masterplan.Rehearsal.Cloud.Operations;
using Masterplan.Rehearsal.Cloud.Requests;
using Masterplan.Rehearsal.Cloud.State;

namespace Masterplan.Rehearsal.Cloud.Resources;

/// <summary>Rules: their operations refer to the group. A rule that is there already is added once more; whether the real API does so is not known.</summary>
internal sealed class SecurityGroupRuleResource(CloudState state, OperationQueue queue) : IResource
{
    public IEnumerable<Route> Routes =>
    [
        new("POST security-group/*/rules", Add),
        new("DELETE security-group/*/rules/*", Delete),
    ];

    public IEnumerable<Effect> Effects =>
    [
        new("add-rule-to-security-group") { Undo = Remove },
        new("delete-rule-from-security-group") { Apply = Remove },
    ];

    private SecurityGroupRecord Find(Call call) => state.SecurityGroups.Find(call.Id) ?? throw Refusal.NotFound("Security group");

    private JsonObject Add(Call call)
    {
        var group = Find(call);
        var rule = Read(call.Body);
        state.SecurityGroups.Put(group.Id, group with { Rules = [.. group.Rules, rule] });
        return queue.Start("add-rule-to-security-group", group.Id, Subject(group, rule), Durations.Rule, SecurityGroupResource.Kind, rule.Id);
    }

    private JsonObject Delete(Call call)
    {
        var group = Find(call);
        var id = call.IdAt(1);
        var rule = group.Rules.FirstOrDefault(r => r.Id == id) ?? throw Refusal.NotFound("Security group rule");
        return queue.Start("delete-rule-from-security-group", group.Id, Subject(group, rule), Durations.Rule, SecurityGroupResource.Kind, id);
    }

    private void Remove(OperationRecord operation)
    {
        if (state.SecurityGroups.Find(operation.Target) is { } group)
            state.SecurityGroups.Put(group.Id, group with { Rules = [.. group.Rules.Where(r => r.Id != operation.Other)] });
    }

    private RuleRecord Read(Body body)
    {
        var direction = body.OneOf("flow-direction", "ingress", "egress") ?? throw Refusal.Bad("'flow-direction' is required");
        var protocol = body.OneOf("protocol", "tcp", "udp", "icmp", "icmpv6", "esp", "gre", "ah", "ipip", "all") ?? throw Refusal.Bad("'protocol' is required");
        var icmp = body.Nested("icmp");
        var rule = new RuleRecord(Guid.NewGuid(), direction, protocol)
        {
            Description = body.Text("description"),
            StartPort = body.Number("start-port", 1, 65535),
            EndPort = body.Number("end-port", 1, 65535),
            Network = body.Text("network"),
            GroupId = body.Nested("security-group") is { } other ? other.Id : null,
            PublicGroup = body.Nested("security-group") is { Id: null } named ? named.Text("name") : null,
            IcmpType = protocol.StartsWith("icmp", StringComparison.Ordinal) ? icmp?.Number("type", -1, 254) ?? -1 : null,
            IcmpCode = protocol.StartsWith("icmp", StringComparison.Ordinal) ? icmp?.Number("code", -1, 254) ?? -1 : null,
        };
        Check(rule);
        return rule;
    }

    private void Check(RuleRecord rule)
    {
        var hasPorts = rule.Protocol is "tcp" or "udp";
        if (hasPorts != rule.StartPort.HasValue || hasPorts != rule.EndPort.HasValue || rule.StartPort > rule.EndPort)
            throw Refusal.Bad("'start-port' and 'end-port' are a range, for tcp and udp only");
        if (new object?[] { rule.Network, rule.GroupId, rule.PublicGroup }.Count(t => t is not null) != 1)
            throw Refusal.Bad("exactly one of 'network' and 'security-group' is required");
        if (rule.Network is not null && !IPNetwork.TryParse(rule.Network, out _))
            throw Refusal.Bad("'network' is not a CIDR");
        if (rule.GroupId is { } id && state.SecurityGroups.Find(id) is null)
            throw Refusal.NotFound("Security group");
    }

    private string Subject(SecurityGroupRecord group, RuleRecord rule)
    {
        var peer = rule.Network ?? rule.PublicGroup ?? state.SecurityGroups.Find(rule.GroupId ?? default)?.Name;
        return $"{group.Name} {rule.FlowDirection} {rule.Protocol} {rule.StartPort}-{rule.EndPort} {peer}";
    }
}
