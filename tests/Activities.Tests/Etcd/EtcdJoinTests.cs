using Masterplan.Activities.Etcd;

namespace Masterplan.Activities.Tests.Etcd;

/// <summary>Members are written as name@peer, with - before one that does not answer and + before one that was added and has not started.</summary>
public sealed class EtcdJoinTests
{
    /// <summary>What the masters are now.</summary>
    private static readonly Dictionary<string, string> PeerUrls = new(StringComparer.Ordinal) { ["one"] = "1", ["two"] = "2", ["three"] = "9", ["four"] = "4", ["five"] = "8" };

    [Theory]
    [InlineData("one@1 two@2 -three@3", "remove three@3")]
    [InlineData("one@1 two@2 -three@9", "remove three@9")]
    [InlineData("one@1 two@2", "add")]
    [InlineData("one@1 two@2 +three@9", "start one=1,two=2,three=9")]
    [InlineData("one@1 two@2 +other@8", "wait: the member at 8, which was added before, has not started yet")]
    [InlineData("one@1 two@2 +three@7", "remove 7@7")]
    [InlineData("one@1 -two@2 +three@7", "wait: 1 of 3 members are healthy; 'two' does not answer; '7' does not answer")]
    [InlineData("one@1 -two@2 -three@3", "wait: 1 of 3 members are healthy; 'two' does not answer; 'three' does not answer")]
    [InlineData("one@1 -two@2", "wait: 1 of 3 members are healthy; 'two' does not answer")]
    [InlineData("one@1 two@2 four@4 -five@5 -three@3", "remove three@3")]
    [InlineData("one@1 two@2 four@4 -five@5", "add")]
    [InlineData("one@1 two@2 -four@4 -five@5", "wait: 2 of 5 members are healthy; 'four' does not answer; 'five' does not answer")]
    public void The_next_step_follows_from_what_is_seen(string members, string next) => Tell(EtcdJoin.Next(Observe(members), "three", PeerUrls)).ShouldBe(next);

    [Fact]
    public void Nothing_is_changed_while_an_alarm_is_raised() =>
        EtcdJoin.Next(Observe("one@1 two@2 -three@3") with { Alarms = ["memberID:1 alarm:NOSPACE"] }, "three", PeerUrls).ShouldBeOfType<EtcdJoin.Wait>().Why.ShouldContain("NOSPACE");

    [Fact]
    public void Nothing_is_changed_where_only_the_plan_is_known() =>
        EtcdJoin.Next(new([new("one", false, null), new("two", false, null)], LinearizableRead: false, []), "three", PeerUrls).ShouldBeOfType<EtcdJoin.Wait>();

    private static string Tell(EtcdJoin next) => next switch
    {
        EtcdJoin.Remove remove => $"remove {remove.Lost.Name}@{remove.Lost.PeerUrl}",
        EtcdJoin.Add => "add",
        EtcdJoin.Start start => $"start {start.InitialCluster}",
        EtcdJoin.Wait wait => $"wait: {wait.Why}",
        _ => "",
    };

    private static EtcdObservation Observe(string members) => new([.. members.Split(' ').Select(Member)], LinearizableRead: true, []);

    private static EtcdMember Member(string text, int index)
    {
        var (name, url) = (text.Split('@')[0].TrimStart('-', '+'), text.Split('@')[1]);
        var status = new EtcdMemberStatus("42", $"{index}", "1", 7, 5000, 5000, "3.6.15", []);
        return new(text[0] == '+' ? url : name, IsLearner: false, text[0] is '-' or '+' ? null : status) { Id = $"{index}", PeerUrl = url };
    }
}
