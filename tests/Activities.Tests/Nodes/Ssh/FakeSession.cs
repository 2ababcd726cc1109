using Masterplan.Activities.Nodes;
using Masterplan.Activities.Nodes.Ssh;

namespace Masterplan.Activities.Tests.Nodes.Ssh;

/// <summary>A node that does what the test says, when it says so.</summary>
internal sealed class FakeSession : ISshSession
{
    private readonly SemaphoreSlim asked = new(0);

    public TaskCompletionSource<CommandResult> Command { get; } = new();

    /// <summary>Its answer when it is asked whether it is still there.</summary>
    public TaskCompletionSource<bool> Answer { get; } = new();

    public bool IsConnected => !Disposed.Task.IsCompleted;

    public TaskCompletionSource Disposed { get; } = new();

    public Task<CommandResult> RunAsync(string commandLine, string? input) => Command.Task;

    public Task<bool> AnswersAsync()
    {
        asked.Release();
        return Answer.Task;
    }

    /// <summary>Moves the clock until it is asked once more.</summary>
    public async Task UntilAskedAsync(Action moveClock)
    {
        for (var tries = 0; tries < 1000; tries++)
        {
            moveClock();
            if (await asked.WaitAsync(TimeSpan.FromMilliseconds(20), TestContext.Current.CancellationToken))
                return;
        }

        throw new TimeoutException("It was never asked.");
    }

    public void Dispose() => Disposed.TrySetResult();
}
