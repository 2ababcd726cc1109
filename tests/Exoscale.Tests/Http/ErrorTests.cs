using System.Net;

namespace Masterplan.Exoscale.Tests.Http;

public sealed class ErrorTests
{
    [Theory]
    [InlineData("""{"message":"The range is wrong","errors":[{"message":"end is before start"}]}""", "The range is wrong; end is before start")]
    [InlineData("""{"error":"broken"}""", "broken")]
    [InlineData("""{"title":"Invalid","detail":"disk-size is missing","errors":["disk-size"]}""", "disk-size is missing; disk-size")]
    [InlineData("<html>Bad gateway</html>", "<html>Bad gateway</html>")]
    [InlineData("", "no message")]
    public async Task The_words_of_the_API_are_kept_whatever_their_shape(string body, string words)
    {
        using var api = TestApi.Over(new(StubConnection.Json(body, HttpStatusCode.BadRequest)));

        var error = await api.Quotas.ListAsync(TestContext.Current.CancellationToken).ShouldThrowAsync<ExoscaleException>();

        error.Message.ShouldBe($"GET https://api-ch-gva-2.exoscale.com/v2/quota was answered with 400: '{words}'.");
    }

    [Theory]
    [InlineData(400, ExoscaleErrorKind.Refused)]
    [InlineData(401, ExoscaleErrorKind.Credentials)]
    [InlineData(403, ExoscaleErrorKind.Credentials)]
    [InlineData(404, ExoscaleErrorKind.NotFound)]
    [InlineData(409, ExoscaleErrorKind.Conflict)]
    [InlineData(429, ExoscaleErrorKind.TooManyRequests)]
    [InlineData(500, ExoscaleErrorKind.Server)]
    public async Task Errors_are_told_apart_by_status(int status, ExoscaleErrorKind kind)
    {
        using var api = TestApi.Over(new(StubConnection.Fails(status)));

        var error = await api.SshKeys.RegisterAsync("a", "b", TestContext.Current.CancellationToken).ShouldThrowAsync<ExoscaleException>();

        error.Kind.ShouldBe(kind);
        error.StatusCode.ShouldBe((HttpStatusCode)status);
        error.ToString().ShouldNotContain(TestApi.Options.ApiSecret);
    }

    [Fact]
    public async Task An_answer_that_is_no_JSON_is_an_error_of_its_own()
    {
        using var api = TestApi.Over(new(StubConnection.Json("<html>Welcome to the hotel</html>")));

        var error = await api.Quotas.ListAsync(TestContext.Current.CancellationToken).ShouldThrowAsync<ExoscaleException>();

        error.Kind.ShouldBe(ExoscaleErrorKind.Answer);
    }
}
