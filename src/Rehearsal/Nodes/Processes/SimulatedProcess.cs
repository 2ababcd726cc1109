using Masterplan.Rehearsal.Latencies;

namespace Masterplan.Rehearsal.Nodes.Processes;

/// <summary>One run of a program, from its start until it is gone.</summary>
public sealed class SimulatedProcess : IDisposable
{
    private readonly CancellationTokenSource stop;
    private readonly CancellationToken power;

    private SimulatedProcess(ProcessContext context, CancellationToken power)
    {
        Context = context;
        this.power = power;
        stop = CancellationTokenSource.CreateLinkedTokenSource(power);
        Exit = Task.FromResult(0);
    }

    public ProcessContext Context { get; }

    /// <summary>Ends with the exit code, once the process has let go of its ports.</summary>
    public Task<int> Exit { get; private set; }

    public static SimulatedProcess Start(IProgram program, ProcessContext context, CancellationToken power)
    {
        var process = new SimulatedProcess(context, power);
        process.Exit = Task.Run(() => process.Run(program), CancellationToken.None);
        return process;
    }

    /// <summary>Asks the process to end, and waits until it is gone.</summary>
    public async Task StopAsync()
    {
        await stop.CancelAsync().ConfigureAwait(false);
        await Exit.ConfigureAwait(false);
    }

    public void Dispose() => stop.Dispose();

    private async Task<int> Run(IProgram program)
    {
        try
        {
            await program.RunAsync(Context, stop.Token).ConfigureAwait(false);
            return 0;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return 0;
        }
        catch (RefusalException e)
        {
            Context.Log.Add(e.Message);
            return e.ExitCode;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            Context.Log.Add($"panic: {e}");
            return 2;
        }
        finally
        {
            if (stop.IsCancellationRequested && !power.IsCancellationRequested)
                await Linger().ConfigureAwait(false);
            Context.Release();
        }
    }

    private async Task Linger()
    {
        try
        {
            await Context.World.Impose(Context.Machine.Name, LatencySteps.Stop, TimeSpan.FromSeconds(4), power).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The power went off while the process was ending.
        }
    }
}
