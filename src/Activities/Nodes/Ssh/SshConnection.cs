namespace Masterplan.Activities.Nodes.Ssh;

/// <summary>The connection to one node; one step has it at a time.</summary>
internal sealed class SshConnection(NodeTarget target, Func<CancellationToken, Task<ISshSession>> connect, TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan ConnectLimit = TimeSpan.FromSeconds(30);

    /// <summary>While a command runs, the node is asked this often whether it is still there.</summary>
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(15);

    /// <summary>How long it may take for that answer. Who lost its power is given up after both together.</summary>
    private static readonly TimeSpan AnswerTime = TimeSpan.FromSeconds(15);

    private readonly SemaphoreSlim turn = new(1, 1);
    private ISshSession? session;

    /// <summary>Waits for the turn, and connects where the connection is not alive.</summary>
    public async Task EnterAsync(CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken);
        try
        {
            if (session?.IsConnected != true)
                await ConnectAsync(cancellationToken);
        }
        catch
        {
            turn.Release();
            throw;
        }
    }

    public void Leave() => turn.Release();

    /// <summary>Runs a command line. What ends the wait before its end, a limit as much as a cancellation, drops the connection.</summary>
    public async Task<CommandResult> RunAsync(SshCommandLine command, CancellationToken cancellationToken)
    {
        if (session is null)
            await ConnectAsync(cancellationToken);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var running = session!.RunAsync(command.Text, command.Input);
        var late = Task.Delay(command.Limit, clock, over.Token);
        var silent = UntilSilentAsync(session, over.Token);
        var first = await Task.WhenAny(running, late, silent);
        await over.CancelAsync();
        var broken = running.Exception?.InnerException as NodeException;
        if (first == running && broken is null)
            return await running;
        Drop();
        cancellationToken.ThrowIfCancellationRequested();
        if (broken is not null)
            throw new NodeException($"The connection to node '{target.Name}' at {target.Address} broke: {broken.Message}", isTransient: true, broken);
        throw new NodeException(
            first == late
                ? $"'{command.Title}' on node '{target.Name}' did not end within {command.Limit.TotalSeconds:0} s. See there what it waits for (`ps`, `journalctl`); the node ends it soon."
                : $"Node '{target.Name}' at {target.Address} fell silent during '{command.Title}': it has not answered for {(KeepAlive + AnswerTime).TotalSeconds:0} s. See whether it has power and network.",
            isTransient: true);
    }

    public void Dispose()
    {
        session?.Dispose();
        turn.Dispose();
    }

    private async Task ConnectAsync(CancellationToken cancellationToken)
    {
        Drop();
        using var limit = new CancellationTokenSource(ConnectLimit, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        var connecting = connect(either.Token);
        try
        {
            session = await connecting.WaitAsync(either.Token);
        }
        catch (OperationCanceledException exception)
        {
            Abandon(connecting);
            cancellationToken.ThrowIfCancellationRequested();
            throw new NodeException($"Node '{target.Name}' at {target.Address} cannot be reached over SSH: it has not let us in within {ConnectLimit.TotalSeconds:0} s", isTransient: true, exception);
        }
    }

    private async Task UntilSilentAsync(ISshSession asked, CancellationToken over)
    {
        while (true)
        {
            await Task.Delay(KeepAlive, clock, over);
            var patience = Task.Delay(AnswerTime, clock, over);
            var answer = asked.AnswersAsync();
            if (await Task.WhenAny(answer, patience) == patience || !await answer)
                return;
        }
    }

    /// <summary>Closing may block as well, when the other side takes nothing any more.</summary>
    private void Drop()
    {
        if (session is { } broken)
            Abandon(Task.FromResult(broken));
        session = null;
    }

    private static void Abandon(Task<ISshSession> unwanted) => _ = unwanted.ContinueWith(
        connected => connected.Result.Dispose(), CancellationToken.None, TaskContinuationOptions.OnlyOnRanToCompletion, TaskScheduler.Default);
}
