using System.Text.Json;
using System.Text.Json.Nodes;
using Masterplan.Runtime.Hosting;

namespace Masterplan.Runtime.Activities.Http;

/// <summary>Sends the requests of workflows, once each.</summary>
internal sealed class HttpSender : IDisposable
{
    private const long LargestAnswer = 8 * 1024 * 1024;
    private readonly RuntimeOptions _options;
    private readonly TimeProvider _time;
    private readonly OutboundConnections _connections;
    private readonly HttpClient _client;

    public HttpSender(RuntimeOptions options, TimeProvider time)
    {
        (_options, _time, _connections) = (options, time, new OutboundConnections(options.AllowLinkLocal));
        _client = new HttpClient(_connections.CreateHandler()) { Timeout = Timeout.InfiniteTimeSpan, MaxResponseContentBufferSize = LargestAnswer };
    }

    /// <summary>What makes no sense to send fails; what the other side does is told.</summary>
    public async Task<HttpReply> SendAsync(HttpCall call, CancellationToken cancellationToken)
    {
        using var message = call.ToMessage();
        _connections.Check(call.Url);
        using var limit = new CancellationTokenSource(_options.HttpTimeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            using var answer = await _client.SendAsync(message, HttpCompletionOption.ResponseContentRead, either.Token);
            return await ReadAsync(call, answer, cancellationToken);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return new HttpReply(null, HttpFailure.Timeout) { Summary = $"{call.Method} {call.Shown} got no answer within {_options.HttpTimeout.TotalSeconds:0.###} s" };
        }
        catch (HttpRequestException e) when (e.InnerException is ForbiddenAddressException forbidden)
        {
            throw forbidden;
        }
        catch (HttpRequestException e) when (e.HttpRequestError == HttpRequestError.ConfigurationLimitExceeded)
        {
            throw new FaultException("TooLarge", "HTTP", "Answer", $"The answer to {call.Method} {call.Shown} is larger than {LargestAnswer:N0} bytes.");
        }
        catch (HttpRequestException e)
        {
            return new HttpReply(null, HttpFailure.FailedToConnect) { Summary = $"{call.Method} {call.Shown} failed: {e.Message}" };
        }
    }

    public void Dispose() => _client.Dispose();

    private async Task<HttpReply> ReadAsync(HttpCall call, HttpResponseMessage answer, CancellationToken cancellationToken) => new((int)answer.StatusCode)
    {
        Content = await ContentAsync(answer.Content, cancellationToken),
        // A cookie is a secret, and outputs are stored.
        Headers = answer.Headers.Concat(answer.Content.Headers).Where(header => !header.Key.StartsWith("Set-Cookie", StringComparison.OrdinalIgnoreCase))
            .ToDictionary(header => header.Key, header => string.Join(", ", header.Value)),
        RetryAfter = answer.Headers.RetryAfter is { } wait ? wait.Delta ?? wait.Date - _time.GetUtcNow() : null,
        Summary = $"{call.Method} {call.Shown} was answered with {(int)answer.StatusCode}",
    };

    /// <summary>JSON as data, other text as text, anything else as bytes in base64.</summary>
    private static async Task<object?> ContentAsync(HttpContent content, CancellationToken cancellationToken)
    {
        var bytes = await content.ReadAsByteArrayAsync(cancellationToken);
        if (bytes.Length == 0)
            return null;
        var type = content.Headers.ContentType?.MediaType ?? "";
        if (type == "application/json" || type == "text/json" || type.EndsWith("+json", StringComparison.Ordinal))
            try
            {
                return Json.Values.Plain(JsonNode.Parse(bytes));
            }
            catch (Exception e) when (e is JsonException or ArgumentException)
            {
                return await content.ReadAsStringAsync(cancellationToken);
            }

        var isText = type.StartsWith("text/", StringComparison.Ordinal) || type.EndsWith("xml", StringComparison.Ordinal) || type is "" or "application/x-www-form-urlencoded" or "application/javascript";
        return isText ? await content.ReadAsStringAsync(cancellationToken) : Convert.ToBase64String(bytes);
    }
}
