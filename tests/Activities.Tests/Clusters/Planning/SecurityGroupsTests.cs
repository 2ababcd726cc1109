using System.Text;

namespace Masterplan.Activities.Tests.Clusters.Planning;

public sealed class SecurityGroupsTests
{
    [Theory]
    [InlineData("security-groups.txt", "")]
    [InlineData("security-groups-of-own-networks.txt", "access: {operatorCidrs: [203.0.113.7/32, 198.51.100.0/24], apiCidrs: [203.0.113.0/24], ingressCidrs: [10.0.0.0/8]}\nkubernetes: {apiPort: 8443}\nnetwork: {vxlanPort: 4789}")]
    public void The_rules_of_both_groups_are_as_in_the_golden_file(string golden, string spec)
    {
        var text = new StringBuilder();
        foreach (var group in TestPlans.Plan(spec).Groups)
        {
            text.Append($"{group.Name} ({group.Role})\n");
            foreach (var rule in group.Rules)
                text.Append($"  {rule.Protocol} {rule.StartPort}-{rule.EndPort} from {rule.Network ?? "group " + rule.SourceGroup}: {rule.Description}\n");
        }

        text.ToString().ShouldBeGolden(golden);
    }

    [Fact]
    public void Each_rule_lets_in_either_a_network_or_a_group_and_its_description_is_its_own()
    {
        foreach (var group in TestPlans.Plan().Groups)
        {
            group.Rules.ShouldAllBe(rule => rule.Network == null != (rule.SourceGroup == null));
            group.Rules.Select(rule => rule.Description).ShouldBeUnique();
        }
    }

    [Fact]
    public void Etcd_of_kubernetes_is_open_to_masters_only() =>
        TestPlans.Plan().Groups.SelectMany(group => group.Rules).Where(rule => rule.StartPort <= 12380 && rule.EndPort >= 12379)
            .Select(rule => rule.SourceGroup).ShouldBe(["demo-master"]);
}
