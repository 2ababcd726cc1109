namespace Masterplan.Rehearsal;

/// <summary>The rehearsal's process: a simulated Exoscale on loopback, with its machines.</summary>
public static class RehearsalServer
{
    /// <summary>Serves until the token or a signal ends it; returns the exit code.</summary>
    public static async Task<int> RunAsync(RehearsalOptions options, IRehearsalModule module, CancellationToken cancellationToken = default)
    {
        await using var rehearsal = await RunningRehearsal.StartAsync(options, module, cancellationToken).ConfigureAwait(false);
        await rehearsal.WaitAsync(cancellationToken).ConfigureAwait(false);
        return 0;
    }
}
