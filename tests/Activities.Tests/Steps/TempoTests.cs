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
}
