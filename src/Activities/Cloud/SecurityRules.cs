using Masterplan.Activities.Clusters.Planning;
using Masterplan.Exoscale.SecurityGroups;

namespace Masterplan.Activities.Cloud;

/// <summary>Compares the rules of a group with the plan: a pure function.</summary>
public static class SecurityRules
{
    /// <summary>Rules to add, and rules to remove: those that no plan names, and doubles.</summary>
    public static (IReadOnlyList<PlannedRule> Missing, IReadOnlyList<SecurityGroupRule> Surplus) Compare(PlannedGroup planned, IReadOnlyList<SecurityGroupRule> actual)
    {
        var unmatched = actual.ToList();
        var missing = new List<PlannedRule>();
        foreach (var rule in planned.Rules)
        {
            if (unmatched.Find(candidate => IsSame(rule, candidate)) is { } match)
                unmatched.Remove(match);
            else
                missing.Add(rule);
        }

        return (missing, unmatched);
    }

    private static bool IsSame(PlannedRule planned, SecurityGroupRule actual) =>
        actual.FlowDirection == FlowDirection.Ingress
        && actual.Protocol == Protocol(planned)
        && actual.StartPort == planned.StartPort
        && actual.EndPort == planned.EndPort
        && actual.Network == planned.Network
        && actual.SecurityGroup?.Name == planned.SourceGroup;

    public static RuleProtocol Protocol(PlannedRule rule) => rule.Protocol == "udp" ? RuleProtocol.Udp : RuleProtocol.Tcp;
}
