using Masterplan.Activities.Etcd;

namespace Masterplan.Activities.Tests.Etcd;

public sealed class EtcdVerdictTests
{
    [Theory]
    [InlineData("one two three", true, true, "3 of 3 members are healthy")]
    [InlineData("one two -three", true, false, "2 of 3 members are healthy; 'three' does not answer")]
    [InlineData("one -two -three", false, false, "1 of 3 members are healthy; 'two' does not answer; 'three' does not answer")]
    [InlineData("one two", true, false, "2 of 3 members are healthy")]
    [InlineData("one two three four", true, true, "4 of 4 members are healthy")]
    [InlineData("one two -three -four", false, false, "2 of 4 members are healthy; 'three' does not answer; 'four' does not answer")]
    [InlineData("one two three learner:four", true, true, "3 of 3 members are healthy")]
    [InlineData("one two learner:three", true, false, "2 of 3 members are healthy")]
    [InlineData("one two noleader:three", true, false, "2 of 3 members are healthy; 'three' knows no leader")]
    [InlineData("noleader:one noleader:two noleader:three", false, false, "0 of 3 members are healthy; 'one' knows no leader; 'two' knows no leader; 'three' knows no leader")]
    [InlineData("one two stranger:three", true, false, "2 of 3 members are healthy; 'three' belongs to another cluster (99)")]
    [InlineData("one two follower:three", true, false, "2 of 3 members are healthy; 'three' follows another leader (term 6)")]
    [InlineData("one two lag999:three", true, true, "3 of 3 members are healthy")]
    [InlineData("one two lag1000:three", true, false, "2 of 3 members are healthy; 'three' lags 1000 entries behind")]
    [InlineData("one two error:three", true, false, "2 of 3 members are healthy; 'three' etcdserver: no space")]
    [InlineData("one two one", true, true, "3 of 3 members are healthy")]
    public void Members_are_judged_as_the_table_says(string members, bool quorum, bool allHealthy, string summary)
    {
        var health = EtcdVerdict.Judge(Observe(members), expectedMembers: 3);
        (health.HasQuorum, health.AllHealthy, health.Summary).ShouldBe((quorum, allHealthy, summary));
    }

    [Fact]
    public void Without_a_linearizable_read_there_is_no_quorum_however_healthy_the_members_look()
    {
        var health = EtcdVerdict.Judge(Observe("one two three") with { LinearizableRead = false }, 3);
        (health.HasQuorum, health.AllHealthy).ShouldBe((false, false));
        health.Summary.ShouldBe("3 of 3 members are healthy; no linearizable read works");
    }

    [Fact]
    public void An_alarm_ends_the_quorum_and_is_told()
    {
        var health = EtcdVerdict.Judge(Observe("one two three") with { Alarms = ["memberID:1 alarm:NOSPACE"] }, 3);
        (health.HasQuorum, health.AllHealthy).ShouldBe((false, false));
        health.Summary.ShouldBe("3 of 3 members are healthy; alarm memberID:1 alarm:NOSPACE");
    }

    [Fact]
    public void The_leader_is_told_by_name() => EtcdVerdict.Judge(Observe("one two three"), 3).Leader.ShouldBe("one");

    [Theory]
    [InlineData("one two -three", true)]
    [InlineData("one two three", true)]
    [InlineData("one two", true)]
    [InlineData("one -two three", false)]
    [InlineData("one -two -three", false)]
    public void One_that_is_to_be_replaced_does_not_count_and_all_others_must_be_healthy(string members, bool allHealthy) =>
        EtcdVerdict.Judge(Observe(members), 3, except: "three").AllHealthy.ShouldBe(allHealthy);

    [Fact]
    public void The_only_member_cannot_be_spared() => EtcdVerdict.Judge(Observe("one"), 1, except: "one").AllHealthy.ShouldBeFalse();

    [Fact]
    public void Nobody_at_all_is_no_quorum()
    {
        var health = EtcdVerdict.Judge(new([], false, []), 3);
        (health.HasQuorum, health.Leader).ShouldBe((false, null));
        health.Summary.ShouldBe("0 of 3 members are healthy; no linearizable read works");
    }

    [Fact]
    public void One_member_is_its_own_majority() => EtcdVerdict.Judge(Observe("one"), 1).AllHealthy.ShouldBeTrue();

    private static EtcdObservation Observe(string members) =>
        new([.. members.Split(' ').Select((text, index) => Member(text, index + 1))], LinearizableRead: true, []);

    private static EtcdMember Member(string text, int number)
    {
        var parts = text.Split(':');
        var name = parts[^1].TrimStart('-');
        var status = new EtcdMemberStatus("42", number.ToString(), "1", 7, 5000, 5000, "3.6.15", []);
        return new(name, parts[0] == "learner", parts[0] switch
        {
            _ when text.StartsWith('-') => null,
            "noleader" => status with { Leader = "0" },
            "stranger" => status with { ClusterId = "99" },
            "follower" => status with { RaftTerm = 6 },
            "lag999" => status with { RaftAppliedIndex = 4001 },
            "lag1000" => status with { RaftAppliedIndex = 4000 },
            "error" => status with { Errors = ["etcdserver: no space"] },
            _ => status,
        });
    }
}
