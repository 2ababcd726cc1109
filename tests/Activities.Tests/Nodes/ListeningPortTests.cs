using Masterplan.Activities.Nodes;

namespace Masterplan.Activities.Tests.Nodes;

public sealed class ListeningPortTests
{
    private const string Listening =
        """
        LISTEN 0      4096       127.0.0.1:12381      0.0.0.0:*    users:(("etcd",pid=811,fd=15))
        LISTEN 0      4096      192.0.2.11:12380      0.0.0.0:*    users:(("etcd",pid=811,fd=8))
        LISTEN 0      128          0.0.0.0:22         0.0.0.0:*    users:(("sshd",pid=500,fd=3))
        LISTEN 0      4096               *:10250            *:*
        LISTEN 0      4096            [::]:6443          [::]:*    users:(("kube-apiserver",pid=900,fd=3))

        """;

    [Theory]
    [InlineData(new[] { 12379, 12380 }, 12380, "users:((\"etcd\",pid=811,fd=8))")]
    [InlineData(new[] { 6443 }, 6443, "users:((\"kube-apiserver\",pid=900,fd=3))")]
    [InlineData(new[] { 10250 }, 10250, "a process that ss does not name")]
    public void A_held_port_is_found_with_its_holder(int[] ports, int port, string holder) =>
        ListeningPort.Find(Listening, ports).ShouldBe(new ListeningPort(port, holder));

    [Theory]
    [InlineData(new[] { 443 })]
    [InlineData(new[] { 2379 })]
    [InlineData(new int[0])]
    public void A_port_that_is_only_part_of_another_is_free(int[] ports) => ListeningPort.Find(Listening, ports).ShouldBeNull();

    [Fact]
    public void No_output_means_no_port_is_held() => ListeningPort.Find("", [22]).ShouldBeNull();
}
