using Masterplan.Activities.Steps;

namespace Masterplan.Activities.Tests.Steps;

public sealed class RetryDelayTests
{
    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 1.5)]
    [InlineData(2, 2.25)]
    [InlineData(6, 11.390625)]
    [InlineData(7, 15)]
    [InlineData(1000000, 15)]
    public void Delays_grow_by_the_factor_up_to_the_ceiling(int attempt, double seconds) =>
        RetryDelay.After(Seconds(1), 1.5, Seconds(15), 0, attempt, 0.3).TotalSeconds.ShouldBe(seconds, 0.0001);

    [Theory]
    [InlineData(0, 9)]
    [InlineData(0.5, 10)]
    [InlineData(0.999999, 11)]
    public void Jitter_spreads_a_delay_to_both_sides(double random, double seconds) =>
        RetryDelay.After(Seconds(10), 1, Seconds(60), 0.1, 3, random).TotalSeconds.ShouldBe(seconds, 0.0001);

    [Theory]
    [InlineData(0.5, 1.0)]
    [InlineData(0, 1.0)]
    [InlineData(-3, 1.0)]
    public void A_factor_below_one_keeps_the_delay(double factor, double seconds) =>
        RetryDelay.After(Seconds(1), factor, Seconds(60), 0, 5, 0.5).TotalSeconds.ShouldBe(seconds);

    [Theory]
    [InlineData(7, 0)]
    [InlineData(-1, 10)]
    public void Jitter_beyond_its_bounds_is_taken_as_the_bound(double jitter, double seconds) =>
        RetryDelay.After(Seconds(10), 1, Seconds(60), jitter, 0, 0).TotalSeconds.ShouldBe(seconds);

    [Fact]
    public void No_delay_stays_none_whatever_it_is_multiplied_with() =>
        RetryDelay.After(TimeSpan.Zero, 1e9, Seconds(60), 0.1, 64, 0.5).ShouldBe(TimeSpan.Zero);

    private static TimeSpan Seconds(double count) => TimeSpan.FromSeconds(count);
}
