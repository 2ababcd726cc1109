using System.Globalization;
using Masterplan.Activities.Clusters.Maintenance;
using Masterplan.Activities.Clusters.Planning;
using Masterplan.Activities.Clusters.Spec;

namespace Masterplan.Activities.Tests.Clusters.Maintenance;

public sealed class MaintenanceWindowTests
{
    [Theory]
    [InlineData("2026-11-25T03:59:59Z", NodeRole.Master, false)]
    [InlineData("2026-11-25T04:00:00Z", NodeRole.Master, true)]
    [InlineData("2026-11-25T04:59:59Z", NodeRole.Master, true)]
    [InlineData("2026-11-25T05:00:00Z", NodeRole.Master, false)]
    [InlineData("2026-11-25T04:30:00Z", NodeRole.Worker, false)]
    [InlineData("2026-11-25T05:30:00Z", NodeRole.Worker, true)]
    public void By_default_masters_have_four_to_five_and_workers_five_to_six(string now, NodeRole role, bool open) =>
        MaintenanceWindow.Open(new(), role, At(now)).HasValue.ShouldBe(open);

    [Theory]
    [InlineData("Europe/Zurich", "04:00", 60, "2026-07-01T02:30:00Z", "2026-07-01T02:00:00Z")]
    [InlineData("Europe/Zurich", "04:00", 60, "2026-12-01T03:30:00Z", "2026-12-01T03:00:00Z")]
    [InlineData("Asia/Kathmandu", "04:00", 60, "2026-11-24T22:20:00Z", "2026-11-24T22:15:00Z")]
    public void A_window_stands_in_its_own_time_zone(string zone, string start, int minutes, string now, string opens) =>
        MaintenanceWindow.Open(Windows(zone, start, minutes), NodeRole.Master, At(now))!.Value.Opens.ShouldBe(At(opens));

    [Fact]
    public void A_window_reaches_over_midnight()
    {
        var window = MaintenanceWindow.Open(Windows("UTC", "23:30", 60), NodeRole.Master, At("2026-11-25T00:15:00Z"));
        window.ShouldNotBeNull().Closes.ShouldBe(At("2026-11-25T00:30:00Z"));
    }

    /// <summary>In Zurich 02:30 does not exist on 29 March 2026, and exists twice on 25 October.</summary>
    [Theory]
    [InlineData("2026-03-28T12:00:00Z", "2026-03-29T01:00:00Z")]
    [InlineData("2026-10-24T12:00:00Z", "2026-10-25T00:30:00Z")]
    [InlineData("2026-10-25T00:31:00Z", "2026-10-26T01:30:00Z")]
    public void A_window_opens_once_on_the_days_on_which_the_clocks_change(string now, string opens) =>
        MaintenanceWindow.Next(Windows("Europe/Zurich", "02:30", 60), NodeRole.Master, At(now)).Opens.ShouldBe(At(opens));

    [Fact]
    public void Every_day_of_a_year_has_one_opening_of_the_stated_length_in_every_time_zone()
    {
        foreach (var zone in TimeZoneInfo.GetSystemTimeZones().Where((_, index) => index % 10 == 0))
        {
            var spec = Windows(zone.Id, "02:30", 45);
            var opens = new List<DateTimeOffset>();
            for (var window = MaintenanceWindow.Next(spec, NodeRole.Master, At("2026-01-01T12:00:00Z")); window.Opens < At("2027-01-01T12:00:00Z"); window = MaintenanceWindow.Next(spec, NodeRole.Master, window.Opens))
            {
                (window.Closes - window.Opens).ShouldBe(TimeSpan.FromMinutes(45), zone.Id);
                opens.Add(window.Opens);
            }

            opens.Count.ShouldBe(365, zone.Id);
        }
    }

    [Theory]
    [InlineData(50, 10, true)]
    [InlineData(50, 11, false)]
    [InlineData(0, 60, true)]
    [InlineData(-1, 1, false)]
    public void A_node_is_begun_only_where_it_would_be_done_before_the_end(int minutesIn, int expected, bool fits)
    {
        var window = MaintenanceWindow.Open(new(), NodeRole.Master, At("2026-11-25T04:00:00Z"))!.Value;
        window.HasRoom(window.Opens.AddMinutes(minutesIn), TimeSpan.FromMinutes(expected)).ShouldBe(fits);
    }

    private static MaintenanceSpec Windows(string zone, string start, int minutes) => new() { TimeZone = zone, Masters = new() { Start = start, Minutes = minutes } };

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
