using System.Text;
using Masterplan.Activities.Webhooks;
using Masterplan.Runtime.Activities.Http;
using Masterplan.Runtime.Hosting;

namespace Masterplan.Host.Webhooks;

/// <summary>Sends notices over HTTP, one attempt at a time.</summary>
internal sealed class WebhookSender : IWebhookSender, IDisposable
{
    private static readonly string Version = typeof(WebhookSender).Assembly.GetName().Version!.ToString(3);
    private readonly OutboundConnections connections;
    private readonly HttpClient client;

    public WebhookSender(RuntimeOptions options)
    {
        connections = new OutboundConnections(options.AllowLinkLocal);
        var handler = connections.CreateHandler();
        // Some redirections turn a POST into a GET, which would count as told.
        handler.AllowAutoRedirect = false;
        client = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
    }

    public async Task SendAsync(Uri url, string key, string body, CancellationToken cancellationToken)
    {
        connections.Check(url);
        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Add("Idempotency-Key", key);
        request.Headers.UserAgent.Add(new("Masterplan", Version));
        using var answer = await AnswerAsync(request, cancellationToken);
        if (!answer.IsSuccessStatusCode)
            throw new HttpRequestException($"The webhook at '{url.Host}' answered {(int)answer.StatusCode} {answer.ReasonPhrase}; it is to answer 2xx. See its log, then retry the step.", null, answer.StatusCode);
    }

    public void Dispose() => client.Dispose();

    private async Task<HttpResponseMessage> AnswerAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            return await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        }
        catch (HttpRequestException exception) when (exception.InnerException is ForbiddenAddressException forbidden)
        {
            throw forbidden;
        }
        catch (HttpRequestException exception)
        {
            throw new HttpRequestException($"The webhook at '{request.RequestUri!.Host}' could not be reached: {exception.Message}.", exception);
        }
    }
}
