using Masterplan.Exoscale.Operations;
using Microsoft.Extensions.Time.Testing;

namespace Masterplan.Exoscale.Tests.Http;

public sealed class RetryTests
{
    private const string Groups = """{"security-groups":[]}""";
    private readonly FakeTimeProvider clock = new();

    [Theory]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(503)]
    public async Task A_read_is_repeated_with_doubled_waits_until_it_succeeds(int status)
    {
        var connection = new StubConnection(StubConnection.Fails(status), StubConnection.Fails(status), StubConnection.Fails(status), StubConnection.Json(Groups));
        using var api = TestApi.Over(connection, clock);
        var call = api.SecurityGroups.ListAsync(TestContext.Current.CancellationToken);

        var took = await TestApi.RunAsync(clock, call);

        (await call).ShouldBeEmpty();
        took.TotalSeconds.ShouldBeInRange(7, 10);
    }

    [Fact]
    public async Task Each_attempt_is_signed_anew()
    {
        var connection = new StubConnection(StubConnection.Fails(500), StubConnection.Json(Groups));
        using var api = TestApi.Over(connection, clock);

        await TestApi.RunAsync(clock, api.SecurityGroups.ListAsync(TestContext.Current.CancellationToken));

        connection.Requests[0].Authorization.ShouldNotBe(connection.Requests[1].Authorization);
    }

    [Fact]
    public async Task Repeats_end_after_four_and_the_last_message_is_kept()
    {
        var connection = new StubConnection(StubConnection.Fails(503, "Endpoint template temporarily unavailable"));
        using var api = TestApi.Over(connection, clock);
        var call = api.SecurityGroups.ListAsync(TestContext.Current.CancellationToken);

        await TestApi.RunAsync(clock, call);

        var error = await call.ShouldThrowAsync<ExoscaleException>();
        connection.Requests.Count.ShouldBe(5);
        error.Message.ShouldContain("Endpoint template temporarily unavailable");
        error.IsTransient.ShouldBeTrue();
        error.Kind.ShouldBe(ExoscaleErrorKind.Server);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(409)]
    [InlineData(501)]
    public async Task A_refusal_is_not_repeated(int status)
    {
        var connection = new StubConnection(StubConnection.Fails(status));
        using var api = TestApi.Over(connection, clock);

        var error = await api.SecurityGroups.ListAsync(TestContext.Current.CancellationToken).ShouldThrowAsync<ExoscaleException>();

        connection.Requests.Count.ShouldBe(1);
        error.IsTransient.ShouldBeFalse();
    }

    [Fact]
    public async Task A_create_is_never_repeated_and_its_outcome_is_unknown_after_500()
    {
        var connection = new StubConnection(StubConnection.Fails(500));
        using var api = TestApi.Over(connection, clock);

        var error = await api.SecurityGroups.CreateAsync("a", null, TestContext.Current.CancellationToken).ShouldThrowAsync<ExoscaleException>();

        connection.Requests.Count.ShouldBe(1);
        error.IsOutcomeUnknown.ShouldBeTrue();
        error.IsTransient.ShouldBeTrue();
    }

    [Fact]
    public async Task A_create_that_was_not_sent_has_a_known_outcome()
    {
        var connection = new StubConnection(StubConnection.Breaks(HttpRequestError.ConnectionError));
        using var api = TestApi.Over(connection, clock);

        var error = await api.SecurityGroups.CreateAsync("a", null, TestContext.Current.CancellationToken).ShouldThrowAsync<ExoscaleException>();

        error.Kind.ShouldBe(ExoscaleErrorKind.Unreachable);
        error.IsOutcomeUnknown.ShouldBeFalse();
        error.IsTransient.ShouldBeTrue();
    }

    [Fact]
    public async Task A_create_whose_answer_is_lost_has_an_unknown_outcome()
    {
        var connection = new StubConnection(StubConnection.Breaks(HttpRequestError.ResponseEnded));
        using var api = TestApi.Over(connection, clock);

        var error = await api.SecurityGroups.CreateAsync("a", null, TestContext.Current.CancellationToken).ShouldThrowAsync<ExoscaleException>();

        error.IsOutcomeUnknown.ShouldBeTrue();
    }

    [Fact]
    public async Task A_delete_whose_answer_is_lost_is_repeated_and_nothing_left_counts_as_done()
    {
        var connection = new StubConnection(StubConnection.Breaks(HttpRequestError.ResponseEnded), StubConnection.Fails(404));
        using var api = TestApi.Over(connection, clock);
        var call = api.Instances.DeleteAsync(Guid.NewGuid(), TestContext.Current.CancellationToken);

        await TestApi.RunAsync(clock, call);

        (await call).ShouldBe(Operation.NothingToDo);
        connection.Requests.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Retry_after_holds_back_every_request()
    {
        var connection = new StubConnection(StubConnection.Fails(429, retryAfter: 20), StubConnection.Json(Groups));
        using var api = TestApi.Over(connection, clock);
        await api.SecurityGroups.CreateAsync("a", null, TestContext.Current.CancellationToken).ShouldThrowAsync<ExoscaleException>();

        var took = await TestApi.RunAsync(clock, api.SecurityGroups.ListAsync(TestContext.Current.CancellationToken));

        took.TotalSeconds.ShouldBeInRange(19.5, 22);
    }

    [Fact]
    public async Task No_answer_in_time_is_a_transient_error()
    {
        using var api = new ExoscaleApi(TestApi.Options with { MaxRetries = 0 }, clock, new SilentConnection());
        var call = api.SecurityGroups.CreateAsync("a", null, TestContext.Current.CancellationToken);

        await TestApi.RunAsync(clock, call);

        var error = await call.ShouldThrowAsync<ExoscaleException>();
        error.IsOutcomeUnknown.ShouldBeTrue();
        error.Message.ShouldContain("no answer within 00:01:00");
    }

    [Fact]
    public async Task Cancelling_a_call_is_no_error_of_the_API()
    {
        using var api = new ExoscaleApi(TestApi.Options, clock, new SilentConnection());
        using var source = new CancellationTokenSource();
        var call = api.SecurityGroups.ListAsync(source.Token);

        await source.CancelAsync();

        await call.ShouldThrowAsync<OperationCanceledException>();
    }

    private sealed class SilentConnection : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            return new();
        }
    }
}
