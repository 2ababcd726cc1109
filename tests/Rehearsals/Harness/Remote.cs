namespace Masterplan.Rehearsals.Harness;

/// <summary>Commands that work through a <c>serve</c> on the stage's data folder.</summary>
/// <param name="Stage">The stage.</param>
/// <param name="Address">Where it serves.</param>
/// <param name="Key">The API key; none is set where it is null.</param>
/// <param name="Host">The serving process.</param>
/// <param name="Speed">Simulated seconds a second.</param>
public sealed record Remote(Stage Stage, string Address, string? Key, ServingHost Host, string Speed)
{
    private ServingHost current = Host;

    public Running Start(params IEnumerable<string> arguments) => Stage.StartRemote(Address, Key, arguments);

    public async Task<Ended> RunAsync(params IEnumerable<string> arguments)
    {
        using var running = Start(arguments);
        return Stage.Note(await running.EndAsync());
    }

    /// <summary>SIGKILL to the host, and another one at the same address.</summary>
    public async Task RestartAsync(CancellationToken cancellationToken)
    {
        await current.KillAsync();
        current = await ServingHost.StartAsync(Stage, Speed, cancellationToken, Address);
    }

    public async Task StopAsync()
    {
        current.Signal("TERM");
        (await current.EndAsync()).ShouldSucceed();
    }
}
