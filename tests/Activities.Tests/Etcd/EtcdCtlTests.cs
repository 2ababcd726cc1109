using Masterplan.Activities.Etcd;

namespace Masterplan.Activities.Tests.Etcd;

public sealed class EtcdCtlTests
{
    private const string MemberList =
        """
        {"header":{"cluster_id":14841639068965178418,"member_id":10276657743932975437,"raft_term":2},"members":[{"ID":10276657743932975437,"name":"demo-master-1","peerURLs":["https://192.0.2.11:12380"],"clientURLs":["https://192.0.2.11:12379"]},{"ID":10501334649042878790,"name":"demo-master-2","peerURLs":["https://192.0.2.12:12380"],"clientURLs":["https://192.0.2.12:12379"]},{"ID":18249187646912138824,"peerURLs":["https://192.0.2.13:12380"],"isLearner":true}]}
        """;

    private const string Status =
        """
        [{"Endpoint":"https://192.0.2.11:12379","Status":{"header":{"cluster_id":14841639068965178418,"member_id":10276657743932975437,"revision":412,"raft_term":2},"version":"3.6.15","dbSize":2416640,"leader":10276657743932975437,"raftIndex":530,"raftTerm":2,"raftAppliedIndex":529,"dbSizeInUse":1200128,"storageVersion":"3.6.0","dbSizeQuota":2147483648,"downgradeInfo":{}}},{"Endpoint":"https://192.0.2.12:12379","Status":{"header":{"cluster_id":14841639068965178418,"member_id":10501334649042878790,"revision":412,"raft_term":2},"version":"3.6.15","dbSize":2416640,"leader":10276657743932975437,"raftIndex":530,"raftTerm":2,"raftAppliedIndex":530,"errors":["memberID:10501334649042878790 alarm:NOSPACE "],"dbSizeInUse":1200128,"storageVersion":"3.6.0","dbSizeQuota":2147483648,"downgradeInfo":{}}}]
        """;

    private static readonly KeyValuePair<string, string>[] Masters = [new("demo-master-1", "192.0.2.11"), new("demo-master-2", "192.0.2.12"), new("demo-master-3", "192.0.2.13")];

    [Fact]
    public async Task Members_are_told_with_what_each_says_of_itself()
    {
        var node = new ScriptedNode().Answers("member list", MemberList).Answers("endpoint status", Status).Answers("get health", "{}").Answers("alarm list", "memberID:10501334649042878790 alarm:NOSPACE \n");
        var seen = await ObserveAsync(node);
        seen.LinearizableRead.ShouldBeTrue();
        seen.Alarms.ShouldBe(["memberID:10501334649042878790 alarm:NOSPACE "]);
        seen.Members.Select(member => (member.Name, member.IsLearner)).ShouldBe([("demo-master-1", false), ("demo-master-2", false), ("https://192.0.2.13:12380", true)]);
        seen.Members.Select(member => (member.Id, member.PeerUrl, member.HasStarted)).ShouldBe(
            [("8e9e05c52164694d", "https://192.0.2.11:12380", true), ("91bc3c398fb3c146", "https://192.0.2.12:12380", true), ("fd422379fda50e48", "https://192.0.2.13:12380", false)]);
        var first = seen.Members[0].Status.ShouldNotBeNull();
        (first.ClusterId, first.MemberId, first.Leader, first.RaftTerm, first.RaftIndex, first.RaftAppliedIndex, first.Version)
            .ShouldBe(("14841639068965178418", "10276657743932975437", "10276657743932975437", 2, 530, 529, "3.6.15"));
        first.Errors.ShouldBeEmpty();
        seen.Members[1].Status!.Errors.ShouldHaveSingleItem();
        seen.Members[2].Status.ShouldBeNull();
    }

    [Fact]
    public async Task A_status_that_is_partly_missing_is_read_although_etcdctl_fails()
    {
        var node = new ScriptedNode().Answers("member list", MemberList).Answers("endpoint status", Status, exitCode: 1, error: "Failed to get the status of endpoint https://192.0.2.13:12379 (context deadline exceeded)").Answers("get health", "{}").Answers("alarm list", "");
        (await ObserveAsync(node)).Members.Count(member => member.Status is not null).ShouldBe(2);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("Error: context deadline exceeded")]
    [InlineData("{\"header\":{}}")]
    public async Task An_etcd_that_does_not_answer_has_its_planned_members_and_no_quorum(string memberList)
    {
        var seen = await ObserveAsync(new ScriptedNode().Answers("member list", memberList, exitCode: 1));
        seen.Members.Select(member => member.Name).ShouldBe(["demo-master-1", "demo-master-2", "demo-master-3"]);
        EtcdVerdict.Judge(seen, 3).HasQuorum.ShouldBeFalse();
    }

    [Fact]
    public async Task Commands_name_every_endpoint_and_the_certificates_of_the_right_cluster()
    {
        var node = new ScriptedNode().Answers("get", "{}\n");
        await new EtcdCtl(node, EtcdCluster.Infra, Masters).GetAsync("/coreos.com/network/config", TestContext.Current.CancellationToken);
        node.Commands.Single().ToString().ShouldBe(
            "/opt/bin/etcdctl --endpoints=https://192.0.2.11:2379,https://192.0.2.12:2379,https://192.0.2.13:2379 --cacert=/etc/infra-etcd/pki/ca.crt --cert=/etc/infra-etcd/pki/healthcheck-client.crt "
            + "--key=/etc/infra-etcd/pki/healthcheck-client.key get /coreos.com/network/config --print-value-only");
    }

    [Theory]
    [InlineData("{\"Network\":\"10.244.0.0/16\"}\n", "{\"Network\":\"10.244.0.0/16\"}")]
    [InlineData("", null)]
    public async Task A_key_is_told_without_its_line_end_or_as_missing(string output, string? value) =>
        (await new EtcdCtl(new ScriptedNode().Answers("get", output), EtcdCluster.Infra, Masters).GetAsync("/k", TestContext.Current.CancellationToken)).ShouldBe(value);

    [Fact]
    public async Task A_failed_write_is_transient_and_names_the_node_and_the_cluster()
    {
        var fault = await Should.ThrowAsync<EtcdException>(new EtcdCtl(new ScriptedNode(), EtcdCluster.Infra, Masters).PutAsync("/k", "v", TestContext.Current.CancellationToken));
        fault.IsTransient.ShouldBeTrue();
        fault.Message.ShouldBe("'etcdctl put /k' against infra-etcd, asked on 'demo-master-1', failed: context deadline exceeded");
    }

    [Theory]
    [InlineData("""{"header":{"revision":7},"succeeded":true,"responses":[{"Response":{}}]}""", true)]
    [InlineData("""{"header":{"revision":7},"responses":[]}""", false)]
    public async Task A_key_is_written_only_in_the_version_that_was_read(string answer, bool written)
    {
        var node = new ScriptedNode().Answers("txn", answer);
        (await new EtcdCtl(node, EtcdCluster.Infra, Masters).PutIfAsync("a/b", 3, """{"holders":["x"]}""", TestContext.Current.CancellationToken)).ShouldBe(written);
        node.Commands.Single().StandardInput.ShouldBe("version(\"a/b\") = \"3\"\n\nput \"a/b\" \"{\\\"holders\\\":[\\\"x\\\"]}\"\n\n\n");
    }

    [Theory]
    [InlineData("""{"header":{"revision":7},"kvs":[{"key":"YQ==","create_revision":5,"mod_revision":7,"version":3,"value":"djE="}],"count":1}""", "v1", 3)]
    [InlineData("""{"header":{"revision":7}}""", null, 0)]
    public async Task A_key_is_read_with_its_version(string answer, string? value, long version) =>
        (await new EtcdCtl(new ScriptedNode().Answers("get", answer), EtcdCluster.Infra, Masters).ReadAsync("a", TestContext.Current.CancellationToken)).ShouldBe((value, version));

    [Theory]
    [InlineData("infra", 2379)]
    [InlineData("kubernetes", 12379)]
    public void Both_etcd_clusters_are_known_by_id(string id, int port) => EtcdCluster.Parse(id).ClientPort.ShouldBe(port);

    [Fact]
    public void Another_etcd_cluster_is_refused() =>
        Should.Throw<Masterplan.Activities.Clusters.ConfigurationException>(() => EtcdCluster.Parse("events")).Message.ShouldBe("The etcd cluster: 'events' is neither 'infra' nor 'kubernetes'.");

    private static Task<EtcdObservation> ObserveAsync(ScriptedNode node) => new EtcdCtl(node, EtcdCluster.Kubernetes, Masters).ObserveAsync(TestContext.Current.CancellationToken);
}
