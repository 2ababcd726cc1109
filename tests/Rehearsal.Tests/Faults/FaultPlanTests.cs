using Masterplan.Rehearsal.Faults;

namespace Masterplan.Rehearsal.Tests.Faults;

public sealed class FaultPlanTests
{
    [Fact]
    public void The_same_seed_strikes_the_same_subjects_the_same_times()
    {
        Strikes(new([FaultNames.Api5xx], 5)).ShouldBe(Strikes(new([FaultNames.Api5xx], 5)));
        Strikes(new([FaultNames.Api5xx], 5)).ShouldNotBe(Strikes(new([FaultNames.Api5xx], 6)));
    }

    [Fact]
    public void A_subject_is_struck_no_more_often_than_asked() =>
        Strikes(new([FaultNames.Api5xx], 5)).Count(s => s).ShouldBe(2);

    [Fact]
    public void Faults_can_be_switched_while_they_are_asked_for()
    {
        var plan = new FaultPlan([FaultNames.Api5xx], 1);

        plan.Switch([FaultNames.Quota], 2);

        plan.Names.ShouldBe([FaultNames.Quota]);
        Strikes(plan).ShouldAllBe(s => !s);
    }

    [Fact]
    public void Rejects_unknown_names() =>
        Should.Throw<ArgumentException>(() => new FaultPlan(["gremlins"], 1)).Message.ShouldStartWith("No fault is called 'gremlins'. Known: api-5xx,");

    private static List<bool> Strikes(FaultPlan plan) => [.. Enumerable.Range(0, 100).Select(_ => plan.Strikes(FaultNames.Api5xx, "GET instance/*", 0.2, atMost: 2))];
}
