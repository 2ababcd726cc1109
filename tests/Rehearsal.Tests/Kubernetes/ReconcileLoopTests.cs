using Masterplan.Rehearsal.Kubernetes.Controllers;
using Masterplan.Rehearsal.Latencies;

namespace Masterplan.Rehearsal.Tests.Kubernetes;

public sealed class ReconcileLoopTests
{
    private static readonly TimeSpan Guard = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Pass_that_fails_because_the_store_is_away_is_tried_again_though_nothing_changes()
    {
        var passed = new TaskCompletionSource();
        var passes = 0;
        var loop = new ReconcileLoop(new Pace(600, TimeProvider.System), () =>
        {
            if (++passes < 3)
                throw new HttpRequestException("etcdserver: no leader");
            passed.SetResult();
        })
        {
            IsOn = true,
        };
        loop.Wake();
        await passed.Task.WaitAsync(Guard, TimeProvider.System, TestContext.Current.CancellationToken);
        passes.ShouldBe(3);
    }
}
