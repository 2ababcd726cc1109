using Masterplan.Exoscale.Operations;

namespace Masterplan.Exoscale.Tests.Operations;

public sealed class OperationPollingTests
{
    [Theory]
    [InlineData(0, 3)]
    [InlineData(30, 3)]
    [InlineData(31, 3)]
    [InlineData(60, 4)]
    [InlineData(465, 31)]
    [InlineData(899, 59)]
    [InlineData(900, 60)]
    [InlineData(86400, 60)]
    public void Polls_follow_the_curve_of_the_official_tools(int running, int delay) =>
        OperationPolling.Delay(TimeSpan.FromSeconds(running)).ShouldBe(TimeSpan.FromSeconds(delay));
}
