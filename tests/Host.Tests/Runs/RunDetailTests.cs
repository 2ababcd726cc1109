using Masterplan.Host.Runs;

namespace Masterplan.Host.Tests.Runs;

public sealed class RunDetailTests
{
    [Theory]
    [InlineData("demo-worker-1", "demo", "demo", "demo-worker-1")]
    [InlineData("", "demo", "other", "demo")]
    [InlineData(null, null, "demo", "demo")]
    [InlineData(null, null, null, "node-launch")]
    public void What_runs_is_told_under_its_node_else_its_cluster_else_what_it_is(string? node, string? correlation, string? cluster, string name) => RunDetail.NodeOf(new()
    {
        Id = "child",
        DefinitionId = "node-launch",
        DefinitionVersionId = "v",
        RootInstanceId = "run",
        CorrelationId = correlation,
        Input = new Dictionary<string, object?> { ["Node"] = node, ["Cluster"] = cluster },
    }).ShouldBe(name);
}
