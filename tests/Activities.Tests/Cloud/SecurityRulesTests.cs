using Masterplan.Activities.Cloud;
using Masterplan.Activities.Clusters.Planning;
using Masterplan.Exoscale.SecurityGroups;

namespace Masterplan.Activities.Tests.Cloud;

public sealed class SecurityRulesTests
{
    private static readonly PlannedGroup Planned = TestPlans.Plan().Groups[0];

    [Fact]
    public void A_group_with_every_rule_needs_nothing()
    {
        var (missing, surplus) = SecurityRules.Compare(Planned, Actual());
        missing.ShouldBeEmpty();
        surplus.ShouldBeEmpty();
    }

    [Fact]
    public void An_empty_group_lacks_every_rule() => SecurityRules.Compare(Planned, []).Missing.ShouldBe(Planned.Rules);

    [Fact]
    public void A_rule_that_no_plan_names_and_a_double_are_surplus()
    {
        var actual = Actual();
        SecurityGroupRule telnet = new() { Id = Guid.NewGuid(), FlowDirection = FlowDirection.Ingress, Protocol = RuleProtocol.Tcp, StartPort = 23, EndPort = 23, Network = "0.0.0.0/0" };
        var twin = actual[0] with { Id = Guid.NewGuid() };
        var (missing, surplus) = SecurityRules.Compare(Planned, [.. actual, telnet, twin]);
        missing.ShouldBeEmpty();
        surplus.ShouldBe([telnet, twin]);
    }

    [Theory]
    [InlineData("port")]
    [InlineData("protocol")]
    [InlineData("network")]
    [InlineData("direction")]
    public void A_rule_that_differs_in_anything_is_replaced(string what)
    {
        var actual = Actual();
        actual[0] = what switch
        {
            "port" => actual[0] with { EndPort = 2222 },
            "protocol" => actual[0] with { Protocol = RuleProtocol.Udp },
            "network" => actual[0] with { Network = "10.0.0.0/8" },
            _ => actual[0] with { FlowDirection = FlowDirection.Egress },
        };
        var (missing, surplus) = SecurityRules.Compare(Planned, actual);
        missing.ShouldBe([Planned.Rules[0]]);
        surplus.ShouldBe([actual[0]]);
    }

    private static List<SecurityGroupRule> Actual() => [.. Planned.Rules.Select(rule => new SecurityGroupRule
    {
        Id = Guid.NewGuid(),
        Description = rule.Description,
        FlowDirection = FlowDirection.Ingress,
        Protocol = SecurityRules.Protocol(rule),
        StartPort = rule.StartPort,
        EndPort = rule.EndPort,
        Network = rule.Network,
        SecurityGroup = rule.SourceGroup is null ? null : new() { Id = Guid.NewGuid(), Name = rule.SourceGroup },
    })];
}
