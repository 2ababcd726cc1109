namespace Masterplan.Rehearsal;

/// <summary>The rehearsal's process: a simulated Exoscale on loopback, with its machines.</summary>
public static class RehearsalServer
{
    private const int CannotServe = 1;

    /// <summary>Serves until the token or a signal ends it; returns the exit code. Why it cannot serve goes to the standard error.</summary>
    public static async Task<int> RunAsync(RehearsalOptions options, IRehearsalModule module, CancellationToken cancellationToken = default)
    {
        try
        {
            await using var rehearsal = await RunningRehearsal.StartAsync(options, module, cancellationToken).ConfigureAwait(false);
            await rehearsal.WaitAsync(cancellationToken).ConfigureAwait(false);
            return 0;
        }
        catch (Exception e) when (e is InvalidOperationException or IOException or ArgumentException)
        {
            await Console.Error.WriteLineAsync(e.Message).ConfigureAwait(false);
            return CannotServe;
        }
    }
}
