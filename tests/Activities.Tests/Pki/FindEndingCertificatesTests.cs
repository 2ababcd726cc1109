using System.Text.Json.Nodes;
using Masterplan.Activities.Pki;
using Masterplan.Runtime.Authoring;

namespace Masterplan.Activities.Tests.Pki;

/// <summary>Masters' window is from 04:00 to 05:00 UTC unless a spec says otherwise.</summary>
public sealed class FindEndingCertificatesTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(31, 4, false)]
    [InlineData(29, 3, false)]
    [InlineData(29, 4, true)]
    [InlineData(29, 5, false)]
    [InlineData(6, 12, true)]
    [InlineData(-20, 12, true)]
    public async Task Certificates_are_due_within_30_days_in_the_masters_window_and_in_the_last_week_at_any_time(int daysLeft, int hour, bool isDue)
    {
        await using var host = await StartAsync();
        Turn(host, daysLeft, hour);
        (await FoundAsync(host)).ShouldBe(isDue ? """["demo"]""" : "[]");
    }

    [Fact]
    public async Task A_cluster_without_certificates_is_not_due()
    {
        await using var host = await TestHost.StartAsync();
        await host.Registry.AcceptAsync("demo", "", Token);
        (await FoundAsync(host)).ShouldBe("[]");
    }

    [Fact]
    public async Task A_cluster_that_has_a_run_under_way_is_left_to_the_next_look()
    {
        await using var host = await StartAsync();
        Turn(host, 29, 4);
        host.Runs.UnderWay.Add("demo");
        (await FoundAsync(host)).ShouldBe("[]");
    }

    private static async Task<TestHost> StartAsync()
    {
        var host = await TestHost.StartAsync();
        await host.Registry.AcceptAsync("demo", "", Token);
        (await host.EndAsync(await host.RunAsync("Masterplan.IssueCertificate", ("cluster", "demo")))).SubStatus.ShouldBe(WorkflowSubStatus.Finished);
        return host;
    }

    /// <summary>The day on which so many days are left at that hour, half past.</summary>
    private static void Turn(TestHost host, int daysLeft, int hour) =>
        host.Clock.SetUtcNow(new DateTimeOffset(host.Clock.GetUtcNow().Date, TimeSpan.Zero) + CertificateFactory.LeafLifetime - TimeSpan.FromDays(daysLeft) + TimeSpan.FromHours(hour + 0.5));

    private static async Task<string> FoundAsync(TestHost host)
    {
        var run = await host.RunAsync("Masterplan.FindEndingCertificates");
        (await host.EndAsync(run)).SubStatus.ShouldBe(WorkflowSubStatus.Finished);
        return JsonNode.Parse((await host.Instances.ExecutionsAsync(run, cancellationToken: Token)).Single(step => step.ActivityId == "Step").Outputs!)!["Clusters"]!.ToJsonString();
    }
}
