using Masterplan.Activities.Etcd;

namespace Masterplan.Activities.Tests.Etcd;

public sealed class RebootSemaphoreTests
{
    [Fact]
    public void A_new_one_is_written_as_locksmith_writes_it() =>
        new RebootSemaphore().ToJson().ShouldBe("""{"semaphore":1,"max":1,"holders":null}""");

    [Fact]
    public void Taking_and_giving_back_count_and_list_the_machine()
    {
        var taken = new RebootSemaphore().TakenBy("b");
        taken.ShouldNotBeNull().ToJson().ShouldBe("""{"semaphore":0,"max":1,"holders":["b"]}""");
        taken.IsHeldBy("b").ShouldBeTrue();
        taken.TakenBy("a").ShouldBeNull();
        taken.ReleasedBy("b").ToJson().ShouldBe("""{"semaphore":1,"max":1,"holders":[]}""");
    }

    [Fact]
    public void Holders_stay_sorted_where_several_may_hold_it() =>
        RebootSemaphore.Parse("""{"semaphore":1,"max":2,"holders":["b"]}""").TakenBy("a")!.Holders.ShouldBe(["a", "b"]);
}
