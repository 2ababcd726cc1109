using Masterplan.Rehearsal.Kubernetes.Api;

namespace Masterplan.Rehearsal.Kubernetes.Controllers;

/// <summary>Runs a pass soon after something changed; many changes at once make one pass, and no change none.</summary>
public sealed class ReconcileLoop(ApiCluster cluster, Action pass)
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(20);
    private int state;

    public bool IsOn { get; set; }

    public void Wake()
    {
        if (IsOn && Interlocked.Exchange(ref state, 2) == 0)
            _ = Run();
    }

    private async Task Run()
    {
        do
        {
            Volatile.Write(ref state, 2);
            var rest = cluster.World.Pace.ToReal(TimeSpan.FromSeconds(0.5));
            await Task.Delay(rest > Shortest ? rest : Shortest, cluster.World.Pace.Clock).ConfigureAwait(false);
            Interlocked.Exchange(ref state, 1);
            try
            {
                if (IsOn)
                    pass();
            }
            catch (ApiException)
            {
                // Something changed under the pass; that change has woken the next one.
            }
        }
        while (Interlocked.CompareExchange(ref state, 0, 1) != 1);
    }
}
