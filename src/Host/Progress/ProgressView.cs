using System.Runtime.CompilerServices;
using Masterplan.Runtime.Runs;
using Spectre.Console;

namespace Masterplan.Host.Progress;

/// <summary>Shows a run as it goes.</summary>
internal abstract class ProgressView : IAsyncDisposable
{
    /// <summary>JSON lines for machines, a live picture on a terminal, plain lines otherwise.</summary>
    public static ProgressView Create(StepTracker steps, bool json)
    {
        if (json)
            return new JsonView(steps);
        return AnsiConsole.Profile.Capabilities.Interactive && !Console.IsOutputRedirected ? new LiveView(steps) : new PlainView(steps);
    }

    public abstract Task BeginAsync(bool resumed, CancellationToken cancellationToken);

    /// <summary>Shows events until the subscription ends.</summary>
    public abstract Task ShowAsync(IRunEventSubscription events, CancellationToken cancellationToken);

    public abstract Task EndAsync(RunSummary summary);

    public virtual ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>Reads events to their end; a cancelled command ends them too.</summary>
    protected static async IAsyncEnumerable<RunEvent> ReadAsync(IRunEventSubscription events, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var reader = events.ReadAllAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);
        while (true)
        {
            try
            {
                if (!await reader.MoveNextAsync())
                    yield break;
            }
            catch (OperationCanceledException)
            {
                yield break;
            }

            yield return reader.Current;
        }
    }
}
