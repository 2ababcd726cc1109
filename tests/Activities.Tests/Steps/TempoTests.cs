using Masterplan.Activities.Steps;

namespace Masterplan.Activities.Tests.Steps;

public sealed class TempoTests
{
    [Theory]
    [InlineData(1, 60)]
    [InlineData(60, 1)]
    [InlineData(10, 6)]
    public void A_minute_of_the_cloud_is_shorter_by_the_speed_and_back(double speed, double seconds)
    {
        var tempo = new Tempo(speed);
        tempo.ToReal(TimeSpan.FromMinutes(1)).TotalSeconds.ShouldBe(seconds);
        tempo.ToCloud(tempo.ToReal(TimeSpan.FromMinutes(1))).ShouldBe(TimeSpan.FromMinutes(1));
    }

    [Theory]
    [InlineData(1, 40, 40)]
    [InlineData(1, 12_000, 12_000)]
    [InlineData(60, 40, 2_400)]
    [InlineData(60, 12_000, 17_900)]
    public void An_attempt_that_a_busy_machine_draws_out_costs_no_more_than_it_took(double speed, int took, int cost) =>
        new Tempo(speed).CostOf(TimeSpan.FromMilliseconds(took)).ShouldBe(TimeSpan.FromMilliseconds(cost));
}
