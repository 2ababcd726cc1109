using Masterplan.Host.Clusters;

namespace Masterplan.Host.Tests.Clusters;

public sealed class CertificateLifeTests
{
    [Theory]
    [InlineData(364, false, "the first ends in 364 days")]
    [InlineData(30, false, "the first ends in 30 days")]
    [InlineData(29, true, "the first ends in 29 days")]
    [InlineData(0, true, "the first ends in 0 days")]
    [InlineData(-3, true, "the first ended 3 days ago")]
    public void Below_thirty_days_they_are_to_be_renewed(int days, bool isShort, string told)
    {
        CertificateLife.IsShort(days).ShouldBe(isShort);
        CertificateLife.Tell(days).ShouldBe(told);
    }
}
