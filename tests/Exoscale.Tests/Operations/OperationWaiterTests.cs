using Masterplan.Exoscale.Operations;
using Microsoft.Extensions.Time.Testing;

namespace Masterplan.Exoscale.Tests.Operations;

public sealed class OperationWaiterTests
{
    private static readonly Operation Started = new() { Id = Guid.NewGuid(), State = OperationState.Pending };
    private readonly FakeTimeProvider clock = new();

    [Fact]
    public async Task Waiting_ends_with_the_operation()
    {
        var (task, took) = await WaitAsync(Poll(OperationState.Pending), Poll(OperationState.Pending), Poll(OperationState.Success));

        (await task).State.ShouldBe(OperationState.Success);
        took.TotalSeconds.ShouldBeInRange(9, 10);
    }

    [Fact]
    public async Task An_operation_that_failed_at_once_is_a_failure()
    {
        var waiter = new OperationWaiter(new StubOperations(), clock);
        var failed = Started with { State = OperationState.Failure, Reason = "fault", Message = "No capacity" };

        var error = await waiter.WaitAsync(failed, "Creating instance 'a'", cancellationToken: TestContext.Current.CancellationToken).ShouldThrowAsync<ExoscaleException>();

        error.Message.ShouldBe($"Creating instance 'a' ended in state 'Failure', reason 'fault': No capacity (operation '{failed.Id}').");
        error.IsTransient.ShouldBeTrue();
    }

    [Theory]
    [InlineData("incorrect", false)]
    [InlineData("busy", true)]
    [InlineData(null, true)]
    public void Reasons_decide_whether_a_failure_is_transient(string? reason, bool isTransient) =>
        Should.Throw<ExoscaleException>(() => (Started with { State = OperationState.Failure, Reason = reason }).EnsureSuccess("A")).IsTransient.ShouldBe(isTransient);

    [Fact]
    public async Task Four_poll_errors_in_a_row_are_borne()
    {
        var (task, _) = await WaitAsync(null, null, null, null, Poll(OperationState.Pending), null, null, null, null, Poll(OperationState.Success));

        (await task).State.ShouldBe(OperationState.Success);
    }

    [Fact]
    public async Task The_fifth_poll_error_in_a_row_ends_the_waiting()
    {
        var (task, _) = await WaitAsync(null, null, null, null, null);

        await task.ShouldThrowAsync<ExoscaleException>();
    }

    [Fact]
    public async Task Waiting_is_bounded_when_asked()
    {
        var waiter = new OperationWaiter(new StubOperations(Poll(OperationState.Pending)), clock);
        var task = waiter.WaitAsync(Started, "Registering template 'a'", TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);

        await TestApi.RunAsync(clock, task);

        (await task.ShouldThrowAsync<ExoscaleException>()).Message.ShouldStartWith("Registering template 'a' did not end within 00:01:00");
    }

    private static Operation Poll(OperationState state) => Started with { State = state };

    private async Task<(Task<Operation> Task, TimeSpan Took)> WaitAsync(params Operation?[] polls)
    {
        var task = new OperationWaiter(new StubOperations(polls), clock).WaitAsync(Started, "Creating instance 'a'", cancellationToken: TestContext.Current.CancellationToken);
        return (task, await TestApi.RunAsync(clock, task));
    }

    private sealed class StubOperations(params Operation?[] polls) : IOperationApi
    {
        private int count;

        public Task<Operation> GetAsync(Guid id, CancellationToken cancellationToken) =>
            Task.FromResult(polls[Math.Min(++count, polls.Length) - 1] ?? throw new ExoscaleException(ExoscaleErrorKind.Server, "no"));
    }
}
