using Masterplan.Host.Audit;
using Microsoft.Extensions.Time.Testing;

namespace Masterplan.Host.Tests.Audit;

public sealed class AuditFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string Path => System.IO.Path.Combine(folder.Path, "audit.jsonl");

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Lines_are_added_at_the_end_and_read_newest_first()
    {
        var log = new AuditLog(new AuditFile(Path), new FakeTimeProvider());
        log.Add("cluster-bootstrap", "one");
        var before = File.ReadAllText(Path);
        log.Add("cluster-upgrade", "two");
        log.Add("cluster-teardown", "one");
        File.ReadAllText(Path).ShouldStartWith(before);
        log.Read(null, 0, 10).Select(entry => entry.What).ShouldBe(["cluster-teardown", "cluster-upgrade", "cluster-bootstrap"]);
        log.Read("one", 1, 10).Single().What.ShouldBe("cluster-bootstrap");
        (File.GetUnixFileMode(Path) & (UnixFileMode.GroupRead | UnixFileMode.OtherRead)).ShouldBe(UnixFileMode.None);
    }

    [Fact]
    public async Task Lines_of_many_writers_do_not_mix()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(writer => Task.Run(
            () =>
            {
                var log = new AuditLog(new AuditFile(Path), TimeProvider.System);
                for (var i = 0; i < 100; i++)
                    log.Add($"step {i}", $"cluster-{writer}");
            },
            TestContext.Current.CancellationToken)));
        var log = new AuditLog(new AuditFile(Path), TimeProvider.System);
        log.Read(null, 0, 1_000).Count.ShouldBe(800);
        log.Read("cluster-3", 0, 1_000).Select(entry => entry.What).ShouldBe(Enumerable.Range(0, 100).Reverse().Select(i => $"step {i}"));
    }

    [Fact]
    public void A_line_that_a_crash_cut_short_does_not_hide_the_others()
    {
        var log = new AuditLog(new AuditFile(Path), new FakeTimeProvider());
        log.Add("cluster-bootstrap", "one");
        File.AppendAllText(Path, "{\"at\":\"2026-");
        log.Read(null, 0, 10).Single().Cluster.ShouldBe("one");
    }
}
