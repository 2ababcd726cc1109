using Masterplan.Activities.Clusters.Locks;
using Microsoft.Extensions.DependencyInjection;

namespace Masterplan.Activities.Tests.Clusters.Locks;

public sealed class DisruptionLockTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task One_run_at_a_time_holds_it_and_others_are_told_who_and_why()
    {
        await using var host = await TestHost.StartAsync();
        var gate = host.Services.GetRequiredService<DisruptionLock>();
        (await gate.TakeAsync("demo", "a", "an upgrade", Token)).Owner.ShouldBe("a");
        var seen = await gate.TakeAsync("demo", "b", "a reboot", Token);
        (seen.Owner, seen.Purpose, seen.Fence, seen.ExpiresAt).ShouldBe(("a", "an upgrade", 1, host.Clock.GetUtcNow() + DisruptionLock.Lease));
        (await gate.TakeAsync("other", "b", "a reboot", Token)).Owner.ShouldBe("b");
    }

    [Fact]
    public async Task Taking_it_again_extends_it_under_the_same_number()
    {
        await using var host = await TestHost.StartAsync();
        var gate = host.Services.GetRequiredService<DisruptionLock>();
        await gate.TakeAsync("demo", "a", "x", Token);
        host.Clock.Advance(TimeSpan.FromMinutes(50));
        (await gate.TakeAsync("demo", "a", "x", Token)).Fence.ShouldBe(1);
        host.Clock.Advance(TimeSpan.FromMinutes(50));
        (await gate.TakeAsync("demo", "b", "y", Token)).Owner.ShouldBe("a");
    }

    [Fact]
    public async Task It_lapses_and_its_number_grows_with_each_change_of_hands()
    {
        await using var host = await TestHost.StartAsync();
        var gate = host.Services.GetRequiredService<DisruptionLock>();
        await gate.TakeAsync("demo", "a", "x", Token);
        host.Clock.Advance(DisruptionLock.Lease);
        (await gate.FindAsync("demo", Token)).ShouldBeNull();
        var second = await gate.TakeAsync("demo", "b", "y", Token);
        (second.Owner, second.Fence).ShouldBe(("b", 2));
        await gate.ReleaseAsync("demo", "b", Token);
        (await gate.TakeAsync("demo", "a", "z", Token)).Fence.ShouldBe(3);
    }

    [Fact]
    public async Task Giving_back_what_another_holds_changes_nothing()
    {
        await using var host = await TestHost.StartAsync();
        var gate = host.Services.GetRequiredService<DisruptionLock>();
        await gate.TakeAsync("demo", "a", "x", Token);
        await gate.ReleaseAsync("demo", "b", Token);
        (await gate.FindAsync("demo", Token))!.Owner.ShouldBe("a");
        await gate.ReleaseAsync("demo", "a", Token);
        (await gate.FindAsync("demo", Token)).ShouldBeNull();
    }

    [Fact]
    public async Task Of_many_that_reach_for_it_at_once_one_gets_it()
    {
        await using var host = await TestHost.StartAsync();
        var gate = host.Services.GetRequiredService<DisruptionLock>();
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(number => Task.Run(() => gate.TakeAsync("demo", $"run-{number}", "x", Token), Token)));
        answers.Select(answer => answer.Owner).Distinct().ShouldHaveSingleItem();
    }
}
