using Masterplan.Activities.Nodes.Files;

namespace Masterplan.Activities.Tests.Nodes.Files;

public sealed class NetworkFilesTests
{
    [Fact]
    public void Flannel_reads_the_pod_network_as_in_the_golden_file() =>
        NetworkFiles.FlannelNetwork(TestPlans.Plan().Spec.Network).ShouldBeGolden("flannel-network.json");
}
