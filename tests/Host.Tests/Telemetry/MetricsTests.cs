using System.Net;
using Masterplan.Activities.Tests;
using Masterplan.Host.Access;
using Masterplan.Host.Tests.Web;

namespace Masterplan.Host.Tests.Telemetry;

public sealed class MetricsTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Measures_are_for_viewers_and_tell_of_runs_queue_and_steps()
    {
        await using var server = await TestServer.StartAsync();
        (await server.Client.GetAsync("/metrics", Token)).StatusCode.ShouldNotBe(HttpStatusCode.OK);

        var answer = await server.SendAsync(HttpMethod.Get, "/metrics", null, await server.TokenAsync(AccessRole.Viewer));
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        var text = await answer.Content.ReadAsStringAsync(Token);
        foreach (var measure in new[] { "masterplan_queue_depth", "masterplan_queue_age_seconds", "masterplan_queue_executing", "masterplan_store_available", "masterplan_lease_held" })
            text.ShouldContain($"\n{measure}", customMessage: text);
    }

    [Fact]
    public void Dashboard_and_alerts_ask_only_for_measures_that_there_are()
    {
        var asked = new[] { "grafana-dashboard.json", "alerts.yml" }
            .SelectMany(file => System.Text.RegularExpressions.Regex.Matches(File.ReadAllText(Repository.PathOf("ops", file)), "masterplan_[a-z_]+").Select(match => match.Value))
            .Distinct().ToList();
        var told = Directory.GetFiles(Repository.PathOf("src"), "*.cs", SearchOption.AllDirectories)
            .SelectMany(file => System.Text.RegularExpressions.Regex.Matches(File.ReadAllText(file), "\"(masterplan\\.[a-z._]+)\"").Select(match => match.Groups[1].Value.Replace('.', '_')))
            .ToHashSet();
        asked.Count.ShouldBeGreaterThan(8);
        asked.Where(measure => !told.Any(known => measure == known || measure.StartsWith(known + "_", StringComparison.Ordinal))).ShouldBeEmpty();
    }
}
