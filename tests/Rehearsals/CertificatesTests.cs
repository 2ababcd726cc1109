using System.Globalization;
using System.Text.Json;
using Masterplan.Activities.Clusters.Ledger;
using Masterplan.Activities.Clusters.Secrets;
using Masterplan.Activities.Pki;
using Masterplan.Rehearsals.Harness;

namespace Masterplan.Rehearsals;

/// <summary>Certificates are told, and renewed: by hand, through kills, and by the schedule in the masters' window.</summary>
public sealed class CertificatesTests
{
    private const int OfMaster = 17;
    private const int OfWorker = 5;
    private const int OfPeople = 2;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Those_that_end_soon_are_renewed_and_all_of_them_where_that_is_asked_for_though_the_host_is_killed()
    {
        await using var stage = new Stage();
        await stage.BootstrapAsync(masters: 3, workers: 1);
        (await DaysAsync(stage)).Count.ShouldBe((3 * OfMaster) + OfWorker + OfPeople);
        (await DaysAsync(stage)).ShouldAllBe(held => held.Value == 364);
        (await stage.RunAsync("certificates", "demo", "--all")).ShouldExitWith(2).Errors.ShouldContain("--renew");
        (await stage.RunAsync("certificates", "demo", "--renew")).ShouldSucceed().Summary["changes"].ShouldBe("0");

        await AgeAsync(stage, "demo-worker-1");
        (await DaysAsync(stage)).Count(held => held.Value == 19).ShouldBe(OfWorker);
        var changes = await stage.ChangesAsync((await stage.RunAsync("certificates", "demo", "--renew")).ShouldSucceed().Run);
        changes.ShouldNotBeEmpty();
        changes.ShouldAllBe(change => change.Contains("demo-worker-1", StringComparison.Ordinal), string.Join('\n', changes));
        (await DaysAsync(stage)).ShouldAllBe(held => held.Value == 364);

        var before = await HeldAsync(stage);
        var interruptions = new Interruptions(stage);
        var ended = (await interruptions.AtCheckpointsAsync(["certificates", "demo", "--renew", "--all"], kill => 4 + (kill * 4))).ShouldSucceed();
        interruptions.Kills.ShouldBeGreaterThan(1);
        (await HeldAsync(stage)).Intersect(before).ShouldBeEmpty();
        (await stage.ChangesAsync(ended.Run)).ShouldRestartThreeMastersInTurn();
        await stage.ShouldBeAsPlannedAsync();
        (await stage.RunAsync("bootstrap", "demo")).ShouldSucceed().Summary["changes"].ShouldBe("0");
    }

    [Fact]
    public async Task The_schedule_renews_in_the_masters_window()
    {
        await using var stage = new Stage();
        var window = $"maintenance: {{ masters: {{ start: '{TimeProvider.System.GetUtcNow().AddHours(-1).ToString("HH:mm", CultureInfo.InvariantCulture)}', minutes: 180 }} }}";
        (await stage.RunAsync("bootstrap", "demo", "--spec", stage.Spec(3, 1, $"addOns: {{ coreDns: false, metricsServer: false, ingress: none }}\n{window}"), "--speed", Stage.Speed)).ShouldSucceed();
        foreach (var holder in new[] { "demo-master-1", "demo-master-2", "demo-master-3", "demo-worker-1", CertificateHolders.People })
            await AgeAsync(stage, holder);
        stage.PutBeforeLook(minute: 7);
        var run = await stage.ServeUntilDispatchedAsync("certificate-renewal", 1, Token);
        (await DaysAsync(stage)).ShouldAllBe(held => held.Value == 364);
        (await stage.ChangesAsync(run)).ShouldRestartThreeMastersInTurn();
        await stage.ShouldBeAsPlannedAsync();
    }

    /// <summary>Holder and certificate, with the days left.</summary>
    private static async Task<IReadOnlyList<KeyValuePair<string, int>>> DaysAsync(Stage stage) =>
        [.. (await stage.RunAsync("certificates", "demo")).ShouldSucceed().Lines.Select(line => KeyValuePair.Create($"{line["holder"]}/{line["certificate"]}", line.Json.GetProperty("days").GetInt32()))];

    private static async Task<IReadOnlyList<string>> HeldAsync(Stage stage)
    {
        await using var records = stage.Records;
        return [.. records.Secrets().Where(secret => secret.Key.Contains("/certificates/", StringComparison.Ordinal)).SelectMany(secret => JsonSerializer.Deserialize<Dictionary<string, IssuedCertificate>>(secret.Value)!.Values).Select(held => held.Certificate)];
    }

    /// <summary>Puts certificates that end in 19 days into the store, the same in everything else.</summary>
    private static async Task AgeAsync(Stage stage, string holder)
    {
        await using var records = stage.Records;
        var factory = new CertificateFactory(new Earlier(CertificateFactory.LeafLifetime - TimeSpan.FromDays(20)));
        var secrets = new ClusterSecrets(records.OpenSecrets(), factory);
        var plan = await records.Clusters.PlanAsync("demo", Token);
        var elasticIp = (await records.Ledger.FindAsync("demo", ResourceKinds.ElasticIp, plan.ElasticIpDescription, Token))!.Address!;
        var profiles = holder == CertificateHolders.People
            ? CertificateProfiles.ForCluster
            : CertificateProfiles.ForNode(plan, plan.Node(holder), (await records.Ledger.FindAsync("demo", ResourceKinds.Instance, holder, Token))!.Address!, elasticIp);
        secrets.SaveCertificates("demo", holder, profiles.ToDictionary(profile => profile.Id, profile => factory.CreateLeaf(profile, secrets.Authority("demo", profile.Authority))));
    }

    /// <summary>A clock that is late by so much.</summary>
    private sealed class Earlier(TimeSpan by) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() - by;
    }
}
