using Masterplan.Activities.Clusters.Planning;

namespace Masterplan.Activities.Tests.Clusters.Planning;

public sealed class ServiceNetworkTests
{
    [Theory]
    [InlineData("10.100.0.0/16", "10.100.0.1", "10.100.0.10")]
    [InlineData("10.96.0.0/12", "10.96.0.1", "10.96.0.10")]
    [InlineData("192.168.7.0/24", "192.168.7.1", "192.168.7.10")]
    public void The_first_address_is_the_api_servers_and_the_tenth_the_dns(string cidr, string first, string tenth) =>
        (ServiceNetwork.ApiServerAddress(cidr), ServiceNetwork.DnsAddress(cidr)).ShouldBe((first, tenth));
}
