using System.Text.Json.Nodes;
using Masterplan.Rehearsal.Cloud.Requests;
using Masterplan.Rehearsal.Cloud.State;

namespace Masterplan.Rehearsal.Cloud.Resources;

/// <summary>A rule as the API shows it.</summary>
internal static class RuleShape
{
    internal static JsonObject Of(RuleRecord rule, Func<Guid, string?> nameOf) => Json.Of(
        ("id", rule.Id),
        ("flow-direction", rule.FlowDirection),
        ("protocol", rule.Protocol),
        ("description", rule.Description),
        ("start-port", rule.StartPort),
        ("end-port", rule.EndPort),
        ("network", rule.Network),
        ("security-group", Group(rule, nameOf)),
        ("icmp", rule.IcmpType is null ? null : Json.Of(("type", rule.IcmpType), ("code", rule.IcmpCode))));

    private static JsonObject? Group(RuleRecord rule, Func<Guid, string?> nameOf) => rule switch
    {
        { GroupId: { } id } => Json.Of(("id", id), ("name", nameOf(id))),
        { PublicGroup: { } name } => Json.Of(("id", StableId.Of(name)), ("name", name), ("visibility", "public")),
        _ => null,
    };
}
