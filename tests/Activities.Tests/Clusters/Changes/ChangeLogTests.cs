using Masterplan.Activities.Clusters.Changes;
using Microsoft.Extensions.DependencyInjection;

namespace Masterplan.Activities.Tests.Clusters.Changes;

public sealed class ChangeLogTests
{
    private static readonly Change First = new(ChangeKind.File, "n: /a");
    private static readonly Change Second = new(ChangeKind.Restart, "n: kubelet");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Changes_of_a_run_are_counted_and_listed_in_order()
    {
        await using var host = await TestHost.StartAsync();
        var changes = host.Services.GetRequiredService<ChangeLog>();
        await MakeAsync(changes, [new(ChangeKind.Api, "Creating x")]);
        await MakeAsync(changes, [First, Second]);
        await MakeAsync(changes, []);
        await changes.MakeAsync("other", "demo", [Second], () => Task.FromResult(true), cancellationToken: Token);
        (await changes.CountAsync("run", Token)).ShouldBe(3);
        (await changes.ListAsync("run", Token)).ShouldBe(["api: Creating x", "file: n: /a", "restart: n: kubelet"]);
    }

    [Fact]
    public async Task A_change_is_told_before_it_is_made()
    {
        await using var host = await TestHost.StartAsync();
        var changes = host.Services.GetRequiredService<ChangeLog>();
        (await changes.MakeAsync("run", "demo", [First], () => changes.ListAsync("run", Token), cancellationToken: Token)).ShouldBe(["file: n: /a"]);
    }

    [Fact]
    public async Task One_whose_outcome_is_unknown_is_told_once_however_often_it_is_begun_anew()
    {
        await using var host = await TestHost.StartAsync();
        var changes = host.Services.GetRequiredService<ChangeLog>();
        for (var attempt = 0; attempt < 3; attempt++)
            await Should.ThrowAsync<TimeoutException>(() => changes.MakeAsync<bool>("run", "demo", [First], () => throw new TimeoutException(), cancellationToken: Token));
        await MakeAsync(changes, [First, Second]);
        (await changes.ListAsync("run", Token)).ShouldBe(["file: n: /a", "restart: n: kubelet"]);
    }

    [Fact]
    public async Task One_that_was_made_is_told_again_when_it_is_made_again()
    {
        await using var host = await TestHost.StartAsync();
        var changes = host.Services.GetRequiredService<ChangeLog>();
        await MakeAsync(changes, [First]);
        await MakeAsync(changes, [First]);
        (await changes.CountAsync("run", Token)).ShouldBe(2);
    }

    [Fact]
    public async Task One_that_was_not_made_is_struck_unless_an_attempt_before_may_have_made_it()
    {
        await using var host = await TestHost.StartAsync();
        var changes = host.Services.GetRequiredService<ChangeLog>();
        (await changes.MakeAsync("run", "demo", [First], () => Task.FromResult(false), isMade => isMade, Token)).ShouldBeFalse();
        (await changes.CountAsync("run", Token)).ShouldBe(0);
        await Should.ThrowAsync<TimeoutException>(() => changes.MakeAsync<bool>("run", "demo", [First], () => throw new TimeoutException(), cancellationToken: Token));
        await changes.MakeAsync("run", "demo", [First], () => Task.FromResult(false), isMade => isMade, Token);
        (await changes.CountAsync("run", Token)).ShouldBe(1);
    }

    private static Task<bool> MakeAsync(ChangeLog changes, IReadOnlyCollection<Change> made) =>
        changes.MakeAsync("run", "demo", made, () => Task.FromResult(true), cancellationToken: Token);
}
