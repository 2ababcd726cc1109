using System.Collections.Concurrent;
using System.Net;
using System.Text;

namespace Masterplan.Exoscale.Tests;

/// <summary>Answers requests in place of a server, with one scripted answer after another, the last one for ever.</summary>
internal sealed class StubConnection(params Func<HttpRequestMessage, HttpResponseMessage>[] answers) : HttpMessageHandler
{
    private readonly ConcurrentQueue<Seen> seen = new();

    public IReadOnlyList<Seen> Requests => [.. seen];

    public static Func<HttpRequestMessage, HttpResponseMessage> Json(string body, HttpStatusCode status = HttpStatusCode.OK) =>
        _ => new(status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };

    public static Func<HttpRequestMessage, HttpResponseMessage> Fails(int status, string message = "no", int? retryAfter = null) => _ =>
    {
        var response = new HttpResponseMessage((HttpStatusCode)status) { Content = new StringContent($$"""{"message":"{{message}}"}""") };
        if (retryAfter is { } seconds)
            response.Headers.RetryAfter = new(TimeSpan.FromSeconds(seconds));
        return response;
    };

    public static Func<HttpRequestMessage, HttpResponseMessage> Breaks(HttpRequestError error) => _ => throw new HttpRequestException(error, "the connection broke");

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
        var authorization = request.Headers.TryGetValues("Authorization", out var values) ? values.Single() : null;
        seen.Enqueue(new(request.Method.Method, request.RequestUri!.PathAndQuery, body, authorization));
        return answers[Math.Min(seen.Count, answers.Length) - 1](request);
    }

    internal sealed record Seen(string Method, string Path, string Body, string? Authorization);
}
