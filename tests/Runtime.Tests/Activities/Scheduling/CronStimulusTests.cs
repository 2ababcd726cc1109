using Masterplan.Runtime.Activities.Scheduling;

namespace Masterplan.Runtime.Tests.Activities.Scheduling;

public sealed class CronStimulusTests
{
    [Theory]
    [InlineData("Europe/Zurich", "30 2 * * *")]
    [InlineData("America/New_York", "30 2 * * *")]
    [InlineData("America/Sao_Paulo", "0 0 * * *")]
    [InlineData("Australia/Lord_Howe", "15 2 * * *")]
    [InlineData("Asia/Kathmandu", "45 23 * * *")]
    [InlineData("Europe/London", "0 30 1 * * *")]
    public void Daily_time_comes_once_a_day_over_both_changes_of_the_clock(string zone, string expression)
    {
        var cron = new CronStimulus(expression, zone);
        var local = TimeZoneInfo.FindSystemTimeZoneById(zone);
        var at = new DateTimeOffset(2025, 12, 31, 23, 59, 59, local.GetUtcOffset(new DateTime(2025, 12, 31, 23, 59, 59)));
        var days = new List<DateOnly>();
        while (cron.First(at) is { } next && TimeZoneInfo.ConvertTime(next, local).Year == 2026)
        {
            next.ShouldBeGreaterThan(at);
            days.Add(DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(next, local).DateTime));
            at = next;
        }

        days.ShouldBe(Enumerable.Range(0, 365).Select(day => new DateOnly(2026, 1, 1).AddDays(day)));
    }

    [Fact]
    public void Time_that_the_clock_leaves_out_counts_as_the_next_that_there_is()
    {
        var cron = new CronStimulus("30 2 * * *", "Europe/Zurich");
        var before = new DateTimeOffset(2026, 3, 29, 0, 0, 0, TimeSpan.FromHours(1));
        cron.First(before).ShouldBe(new DateTimeOffset(2026, 3, 29, 3, 0, 0, TimeSpan.FromHours(2)));
    }

    [Fact]
    public void Hourly_interval_comes_every_hour_of_the_day_that_has_twenty_five()
    {
        var cron = new CronStimulus("0 * * * *", "Europe/Zurich");
        var at = new DateTimeOffset(2026, 10, 24, 23, 30, 0, TimeSpan.FromHours(2));
        var times = new List<DateTimeOffset>();
        while (times.Count < 6)
            times.Add(at = cron.First(at)!.Value);
        times.Zip(times.Skip(1), (one, next) => next - one).ShouldAllBe(gap => gap == TimeSpan.FromHours(1));
    }

    [Theory]
    [InlineData("", "is not a cron expression of five fields")]
    [InlineData("every day", "is not a cron expression of five fields")]
    [InlineData("61 * * * *", "is not a cron expression of five fields")]
    [InlineData("* * * * * * *", "is not a cron expression of five fields")]
    public void Bad_expression_is_refused_and_named(string expression, string message)
    {
        var refusal = Should.Throw<FormatException>(() => CronStimulus.Parse(expression));
        refusal.Message.ShouldContain($"'{expression}'");
        refusal.Message.ShouldContain(message);
    }

    [Fact]
    public void Unknown_zone_is_refused_and_named() =>
        Should.Throw<FormatException>(() => CronStimulus.Zone("Europe/Atlantis")).Message.ShouldStartWith("'Europe/Atlantis' is no time zone");
}
