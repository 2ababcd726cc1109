using Masterplan.Activities.Clusters;
using Masterplan.Host.Composition;

namespace Masterplan.Host.Tests.Composition;

public sealed class HostClockTests
{
    private static readonly CloudChoice Rehearsal = new("", "", null);

    [Fact]
    public void Clock_is_the_machines_unless_a_shift_is_set() => HostClock.Choose(null, isShared: true, new("EXOabc", "s", null)).ShouldBeSameAs(TimeProvider.System);

    [Theory]
    [InlineData("", null)]
    [InlineData("EXOabc", "http://10.88.1.1:8000")]
    public void Calendar_of_a_simulated_cloud_is_ahead_and_measured_times_are_real(string key, string? endpoint)
    {
        var clock = HostClock.Choose("1.06:30:00", isShared: false, new(key, "s", endpoint is null ? null : new Uri(endpoint)));
        (clock.GetUtcNow() - TimeProvider.System.GetUtcNow()).ShouldBe(TimeSpan.FromHours(30.5), TimeSpan.FromSeconds(10));
        clock.GetElapsedTime(TimeProvider.System.GetTimestamp()).ShouldBeLessThan(TimeSpan.FromSeconds(10));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("https://api-ch-gva-2.exoscale.com")]
    [InlineData("http://proxy.example:8000")]
    public void Shift_on_a_real_cloud_is_refused(string? endpoint) => Refusal("01:00:00", isShared: false, new("EXOabc", "s", endpoint is null ? null : new Uri(endpoint))).ShouldContain("It is for rehearsals");

    [Fact]
    public void All_that_is_wrong_is_told_at_once()
    {
        var text = Refusal("-01:00:00", isShared: true, Rehearsal);
        text.ShouldContain("MASTERPLAN_CLOCK_SHIFT");
        text.ShouldContain("'-01:00:00' is no time");
        text.ShouldContain("leases by their clocks");
    }

    private static string Refusal(string shift, bool isShared, CloudChoice cloud) => Should.Throw<ConfigurationException>(() => HostClock.Choose(shift, isShared, cloud)).Message;
}
