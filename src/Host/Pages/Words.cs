namespace Masterplan.Host.Pages;

/// <summary>Says times, counts and states as people read them.</summary>
internal static class Words
{
    /// <summary>Times of day are UTC's, as everywhere in Masterplan.</summary>
    public static Html Time(DateTimeOffset time) => Html.Of($"<time datetime=\"{time:O}\">{time.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC</time>");

    public static Html Clock(DateTimeOffset time) => Html.Of($"<time datetime=\"{time:O}\">{time.UtcDateTime:HH:mm:ss}</time>");

    public static string Took(TimeSpan time) => time switch
    {
        { TotalHours: >= 1 } => $"{(int)time.TotalHours} h {time.Minutes} min",
        { TotalMinutes: >= 1 } => $"{time.Minutes} min {time.Seconds} s",
        _ => $"{Math.Max(0, time.TotalSeconds):0.0} s",
    };

    public static string Count(int number, string one, string many) => $"{number} {(number == 1 ? one : many)}";

    /// <summary>A state with a mark that tells it apart without its colour.</summary>
    public static Html State(string kind, string text) => Html.Of($"<span class=\"state {kind}\">{text}</span>");

    public static Html RunState(Runs.RunLine run) => run switch
    {
        { Incidents: > 0, IsOver: false } => State("bad", $"{Count(run.Incidents, "open incident", "open incidents")}"),
        { Status: "succeeded" } => State("good", "succeeded"),
        { Status: "failed" } => State("bad", "failed"),
        { Status: "cancelled" } => State("idle", "cancelled"),
        { IsPaused: true } => State("warn", "paused"),
        _ => State("busy", "under way"),
    };
}
