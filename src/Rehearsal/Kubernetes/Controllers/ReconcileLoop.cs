using Masterplan.Rehearsal.Kubernetes.Api;
using Masterplan.Rehearsal.Latencies;

namespace Masterplan.Rehearsal.Kubernetes.Controllers;

/// <summary>Runs a pass soon after something changed; many changes at once make one pass, and no change none.</summary>
public sealed class ReconcileLoop(Pace pace, Action pass)
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
            var rest = pace.ToReal(TimeSpan.FromSeconds(0.5));
            await Task.Delay(rest > Shortest ? rest : Shortest, pace.Clock).ConfigureAwait(false);
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
            catch (Exception failure)
            {
                // The store did not answer, as while its members elect: nothing will tell of that again.
                await Console.Error.WriteLineAsync($"A controller's pass failed and is tried again: {failure.Message}").ConfigureAwait(false);
                Interlocked.Exchange(ref state, 2);
            }
        }
        while (Interlocked.CompareExchange(ref state, 0, 1) != 1);
    }
}
