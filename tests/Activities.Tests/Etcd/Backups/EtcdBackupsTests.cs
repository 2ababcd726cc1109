using Masterplan.Activities.Clusters;
using Masterplan.Activities.Clusters.Secrets;
using Masterplan.Activities.Etcd;
using Masterplan.Activities.Etcd.Backups;
using Microsoft.Extensions.DependencyInjection;

namespace Masterplan.Activities.Tests.Etcd.Backups;

public sealed class EtcdBackupsTests
{
    private const string Run = "5d41402a";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_part_comes_back_as_it_was_written()
    {
        await using var host = await TestHost.StartAsync();
        var backups = Backups(host);
        var backup = await TakeAsync(host);
        var random = new byte[EtcdBackups.PartLength];
        new Random(5).NextBytes(random);
        byte[][] parts = [random, new byte[EtcdBackups.PartLength], []];
        for (var part = 0; part < parts.Length; part++)
            backups.Write("demo", backup.Id, EtcdCluster.Kubernetes, part, parts[part]);
        for (var part = 0; part < parts.Length; part++)
            backups.Read(backup, EtcdCluster.Kubernetes, part).ShouldBe(parts[part]);
        Should.Throw<SecretException>(() => backups.Read(backup, EtcdCluster.Infra, 0)).Message.ShouldContain("Part 0 of the infra-etcd snapshot");
    }

    [Theory]
    [InlineData(Run, 1, true)]
    [InlineData("another-run", 59 * 60, false)]
    [InlineData("another-run", 61 * 60, true)]
    public async Task A_backup_is_there_once_it_is_whole_and_one_that_was_interrupted_goes_with_its_parts(string run, int seconds, bool isGone)
    {
        await using var host = await TestHost.StartAsync();
        var backups = Backups(host);
        var interrupted = await backups.BeginAsync("demo", run, "v1.36.5", cancellationToken: Token);
        backups.Write("demo", interrupted, EtcdCluster.Infra, 0, "part"u8.ToArray());
        (await backups.ListAsync("demo", Token)).ShouldBeEmpty();
        host.Clock.Advance(TimeSpan.FromSeconds(seconds));
        var whole = await TakeAsync(host);
        (await backups.ListAsync("demo", Token)).Select(backup => backup.Id).ShouldBe([whole.Id]);
        (host.Services.GetRequiredService<ISecretStore>().Read($"clusters/demo/backups/{interrupted}/infra/000000") is null).ShouldBe(isGone);
        whole.Of(EtcdCluster.Kubernetes).ShouldBe(new("kubernetes", "demo-master-1", 40, 12, 4, "ab"));
    }

    [Fact]
    public async Task The_newest_is_found_but_for_those_that_restores_replaced()
    {
        await using var host = await TestHost.StartAsync();
        var backups = Backups(host);
        (await Should.ThrowAsync<ConfigurationException>(() => backups.FindAsync("demo", EtcdBackups.Latest, Token))).Message.ShouldContain("masterplan backup demo");
        var first = await TakeAsync(host);
        var second = await TakeAsync(host);
        var replaced = await TakeAsync(host, isBeforeRestore: true);
        (await backups.FindAsync("demo", EtcdBackups.Latest, Token)).Id.ShouldBe(second.Id);
        (await backups.FindAsync("demo", first.Id, Token)).Id.ShouldBe(first.Id);
        (await backups.FindAsync("demo", replaced.Id, Token)).IsBeforeRestore.ShouldBeTrue();
        (await Should.ThrowAsync<ConfigurationException>(() => backups.FindAsync("demo", "other", Token))).Faults.ShouldHaveSingleItem().Path.ShouldBe("backup");
        await Should.ThrowAsync<ConfigurationException>(() => backups.FindAsync("another", first.Id, Token));
    }

    [Fact]
    public async Task The_oldest_go_with_their_parts()
    {
        await using var host = await TestHost.StartAsync();
        var backups = Backups(host);
        var taken = new List<EtcdBackup>();
        for (var number = 0; number < 4; number++)
        {
            taken.Add(await TakeAsync(host));
            backups.Write("demo", taken[^1].Id, EtcdCluster.Infra, 0, "part"u8.ToArray());
        }

        await backups.PruneAsync("demo", 2, Token);
        (await backups.ListAsync("demo", Token)).Select(backup => backup.Id).ShouldBe([taken[3].Id, taken[2].Id]);
        taken.Select(backup => host.Services.GetRequiredService<ISecretStore>().Read($"clusters/demo/backups/{backup.Id}/infra/000000") is not null).ShouldBe([false, false, true, true]);
        await host.Registry.AcceptAsync("demo", "", Token);
        await host.Registry.ForgetAsync("demo", Token);
        (await backups.ListAsync("demo", Token)).ShouldBeEmpty();
    }

    [Fact]
    public async Task One_dated_by_a_clock_that_was_ahead_is_not_the_newest_and_goes_before_the_others()
    {
        await using var host = await TestHost.StartAsync();
        var backups = Backups(host);
        var now = host.Clock.GetUtcNow();
        var first = await TakeAsync(host);
        host.Clock.Advance(TimeSpan.FromDays(30));
        var ahead = await TakeAsync(host);
        host.Clock.AdjustTime(now.AddMinutes(1));
        (await backups.NewestAsync("demo", Token)).ShouldNotBeNull().Id.ShouldBe(first.Id);
        var second = await TakeAsync(host);
        (await backups.FindAsync("demo", EtcdBackups.Latest, Token)).Id.ShouldBe(second.Id);
        await backups.PruneAsync("demo", 2, Token);
        (await backups.ListAsync("demo", Token)).Select(backup => backup.Id).ShouldBe([second.Id, first.Id]);
        (await Should.ThrowAsync<ConfigurationException>(() => backups.FindAsync("demo", ahead.Id, Token))).Message.ShouldContain(ahead.Id);
    }

    private static EtcdBackups Backups(TestHost host) => host.Services.GetRequiredService<EtcdBackups>();

    private static async Task<EtcdBackup> TakeAsync(TestHost host, bool isBeforeRestore = false)
    {
        host.Clock.Advance(TimeSpan.FromSeconds(1));
        var id = await Backups(host).BeginAsync("demo", Run, "v1.36.5", isBeforeRestore, Token);
        await Backups(host).CompleteAsync("demo", id, [.. EtcdCluster.All.Select(etcd => new EtcdSnapshot(etcd.Id, "demo-master-1", 40, 12, 4, "ab"))], Token);
        return await Backups(host).FindAsync("demo", id, Token);
    }
}
