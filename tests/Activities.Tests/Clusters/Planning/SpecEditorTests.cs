using Masterplan.Activities.Clusters.Planning;
using Masterplan.Activities.Clusters.Spec;

namespace Masterplan.Activities.Tests.Clusters.Planning;

public sealed class SpecEditorTests
{
    [Theory]
    [InlineData("", "workers:\n  count: 7\n")]
    [InlineData("# mine", "# mine\nworkers:\n  count: 7\n")]
    [InlineData("zone: ch-dk-2 # near\n", "workers:\n  count: 7\nzone: ch-dk-2 # near\n")]
    [InlineData("workers:\n  count: 3 # for now\n  diskGib: 200\n", "workers:\n  count: 7 # for now\n  diskGib: 200\n")]
    [InlineData("# top\nworkers:\n  # big ones\n  instanceType: standard.huge\nzone: ch-dk-2\n", "# top\nworkers:\n  # big ones\n  count: 7\n  instanceType: standard.huge\nzone: ch-dk-2\n")]
    [InlineData("workers: {count: 3}", "workers: {count: 7}")]
    [InlineData("workers: {diskGib: 50}", "workers: {count: 7, diskGib: 50}")]
    [InlineData("workers: {}\n", "workers: {count: 7}\n")]
    [InlineData("{zone: ch-dk-2}", "{workers: {count: 7}, zone: ch-dk-2}")]
    [InlineData("workers: {count: '3'}", "workers: {count: 7}")]
    [InlineData("  zone: ch-dk-2\n", "  workers:\n    count: 7\n  zone: ch-dk-2\n")]
    public void Only_the_number_of_workers_changes(string before, string after)
    {
        SpecEditor.WithWorkers(before, 7).ShouldBe(after);
        ClusterSpecReader.Read(after, "demo").Workers.Count.ShouldBe(7);
    }

    [Fact]
    public void Every_comment_of_the_documented_spec_stays()
    {
        var edited = SpecEditor.WithWorkers(ClusterSpecText.Generate(), 12);
        edited.Split('\n').Where(line => line.Contains('#', StringComparison.Ordinal)).ShouldBe(ClusterSpecText.Generate().Split('\n').Where(line => line.Contains('#', StringComparison.Ordinal)));
        ClusterSpecReader.Read(edited, "demo").Workers.Count.ShouldBe(12);
    }
}
