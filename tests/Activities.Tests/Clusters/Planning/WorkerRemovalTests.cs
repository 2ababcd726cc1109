using Masterplan.Activities.Clusters;
using Masterplan.Activities.Clusters.Planning;

namespace Masterplan.Activities.Tests.Clusters.Planning;

public sealed class WorkerRemovalTests
{
    private static readonly ClusterPlan Plan = TestPlans.Plan("workers: {count: 11}");

    [Fact]
    public void Those_with_the_highest_numbers_go() => WorkerRemoval.Surplus(Plan, 8).ShouldBe(["demo-worker-9", "demo-worker-10", "demo-worker-11"]);

    [Fact]
    public void None_goes_if_there_are_as_many_as_wished() => WorkerRemoval.Surplus(Plan, 11).ShouldBeEmpty();

    [Fact]
    public void All_may_go() => WorkerRemoval.Surplus(Plan, 0).Count.ShouldBe(11);

    [Theory]
    [InlineData(null, "It is missing or no whole number; name the wished total.")]
    [InlineData(-1, "There cannot be -1; name the wished total, 0 or more.")]
    [InlineData(12, "The cluster has 11; this command only removes. Run `masterplan worker-add demo --workers 12` to have 12.")]
    public void A_total_that_is_missing_negative_or_more_than_there_are_is_refused(int? workers, string fault) =>
        Should.Throw<ConfigurationException>(() => WorkerRemoval.Surplus(Plan, workers)).Faults.ShouldBe([new("workers", fault)]);
}
