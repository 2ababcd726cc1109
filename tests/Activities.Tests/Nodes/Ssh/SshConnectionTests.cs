using Masterplan.Activities.Clusters.Secrets;
using Masterplan.Activities.Nodes;
using Masterplan.Activities.Nodes.Ssh;
using Microsoft.Extensions.Time.Testing;

namespace Masterplan.Activities.Tests.Nodes.Ssh;

public sealed class SshConnectionTests : IDisposable
{
    private static readonly TimeSpan Real = TimeSpan.FromSeconds(20);
    private readonly FakeTimeProvider clock = new();
    private readonly List<FakeSession> sessions = [];
    private readonly SshConnection connection;

    public SshConnectionTests() => connection = new(new("lab", "lab-master-1", "10.0.0.1", SshKey.Create("test")), _ => Task.FromResult<ISshSession>(Connect()), clock);

    public void Dispose() => connection.Dispose();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Command_that_does_not_end_is_given_up_at_its_limit_and_named()
    {
        var running = await RunAsync(TimeSpan.FromSeconds(10), Token);
        clock.Advance(TimeSpan.FromSeconds(9.9));
        running.IsCompleted.ShouldBeFalse();
        clock.Advance(TimeSpan.FromSeconds(0.1));
        var late = await Should.ThrowAsync<NodeException>(() => running.WaitAsync(Real, Token));
        late.Message.ShouldStartWith("'fetch it' on node 'lab-master-1' did not end within 10 s.");
        late.IsTransient.ShouldBeTrue();
        await sessions[0].Disposed.Task.WaitAsync(Real, Token);
    }

    [Fact]
    public async Task Node_that_falls_silent_is_given_up_after_half_a_minute_whatever_the_limit()
    {
        var running = await RunAsync(TimeSpan.FromHours(1), Token);
        await sessions[0].UntilAskedAsync(() => clock.Advance(TimeSpan.FromSeconds(15)));
        running.IsCompleted.ShouldBeFalse();
        clock.Advance(TimeSpan.FromSeconds(15));
        var silent = await Should.ThrowAsync<NodeException>(() => running.WaitAsync(Real, Token));
        silent.Message.ShouldStartWith("Node 'lab-master-1' at 10.0.0.1 fell silent during 'fetch it': it has not answered for 30 s.");
        silent.IsTransient.ShouldBeTrue();
    }

    [Fact]
    public async Task Node_that_answers_is_waited_for()
    {
        var running = await RunAsync(TimeSpan.FromHours(1), Token);
        sessions[0].Answer.SetResult(true);
        for (var turn = 0; turn < 5; turn++)
            await sessions[0].UntilAskedAsync(() => clock.Advance(TimeSpan.FromSeconds(1)));
        sessions[0].Command.SetResult(new(3, "out", "err"));
        (await running.WaitAsync(Real, Token)).ShouldBe(new(3, "out", "err"));
        sessions.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Cancellation_ends_the_wait_at_once()
    {
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var running = await RunAsync(TimeSpan.FromHours(1), cancel.Token);
        await cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => running.WaitAsync(Real, Token));
    }

    [Fact]
    public async Task Connection_that_broke_is_told_and_made_again_by_the_next_command()
    {
        var running = await RunAsync(TimeSpan.FromHours(1), Token);
        sessions[0].Command.SetException(new NodeException("reset by peer", isTransient: true));
        (await Should.ThrowAsync<NodeException>(() => running.WaitAsync(Real, Token))).Message.ShouldBe("The connection to node 'lab-master-1' at 10.0.0.1 broke: reset by peer");
        var again = connection.RunAsync(Line(TimeSpan.FromHours(1)), Token);
        sessions[1].Command.SetResult(new(0, "", ""));
        (await again.WaitAsync(Real, Token)).Succeeded.ShouldBeTrue();
    }

    [Fact]
    public async Task Login_that_does_not_end_is_given_up_and_what_comes_of_it_later_is_closed()
    {
        var login = new TaskCompletionSource<ISshSession>();
        using var slow = new SshConnection(new("lab", "lab-master-1", "10.0.0.1", SshKey.Create("test")), _ => login.Task, clock);
        var entering = slow.EnterAsync(Token);
        clock.Advance(TimeSpan.FromSeconds(30));
        (await Should.ThrowAsync<NodeException>(() => entering.WaitAsync(Real, Token))).Message.ShouldContain("it has not let us in within 30 s");
        login.SetResult(Connect());
        await sessions[0].Disposed.Task.WaitAsync(Real, Token);
    }

    private async Task<Task<CommandResult>> RunAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        await connection.EnterAsync(Token);
        return connection.RunAsync(Line(limit), cancellationToken);
    }

    private static SshCommandLine Line(TimeSpan limit) => new("curl …", null, "fetch it", limit);

    private FakeSession Connect()
    {
        sessions.Add(new());
        return sessions[^1];
    }
}
