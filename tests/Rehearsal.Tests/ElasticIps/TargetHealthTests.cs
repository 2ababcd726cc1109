using Masterplan.Rehearsal.ElasticIps;
using Masterplan.Rehearsal.Latencies;
using Microsoft.Extensions.Time.Testing;

namespace Masterplan.Rehearsal.Tests.ElasticIps;

public sealed class TargetHealthTests
{
    private static readonly ForwarderTarget Target = new(Guid.NewGuid(), "127.88.1.10", true);

    [Fact]
    public void Strikes_in_a_row_change_its_health()
    {
        using var health = TargetHealth.Watch(Target, new("tcp", 1) { StrikesOk = 2, StrikesFail = 3 }, new Pace(1, new FakeTimeProvider()));

        Count(health, true).ShouldBeFalse();
        Count(health, false, true).ShouldBeFalse();
        Count(health, true).ShouldBeTrue();
        Count(health, false, false, true, false, false).ShouldBeTrue();
        Count(health, false).ShouldBeFalse();
    }

    private static bool Count(TargetHealth health, params bool[] results)
    {
        foreach (var result in results)
            health.Count(result);
        return health.IsHealthy;
    }
}
