using System.Net.Http.Headers;
using System.Text;
using Masterplan.Runtime.Json;

namespace Masterplan.Runtime.Activities.Http;

/// <summary>A request that a workflow sends.</summary>
internal sealed record HttpCall(Uri Url, string Method)
{
    private const string Form = "application/x-www-form-urlencoded";

    public object? Content { get; init; }

    public string? ContentType { get; init; }

    public string? Authorization { get; init; }

    /// <summary>False sends the Authorization header even if it is not what HTTP calls one.</summary>
    public bool ChecksAuthorization { get; init; } = true;

    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>The address as it may be shown: without user, password and query.</summary>
    public string Shown => Url.IsAbsoluteUri ? Url.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped) : Url.OriginalString.Split('?')[0];

    public HttpRequestMessage ToMessage()
    {
        if (!Url.IsAbsoluteUri || (Url.Scheme != Uri.UriSchemeHttp && Url.Scheme != Uri.UriSchemeHttps))
            throw new FaultException("BadUrl", "HTTP", "Request", $"'{Shown}' is no address of http or https.");
        var message = new HttpRequestMessage(new HttpMethod(Method), Url);
        if (Content is not null && ContentType is { Length: > 0 })
            message.Content = Body(Content, ContentType);
        foreach (var (name, value) in Headers)
            if (!message.Headers.TryAddWithoutValidation(name, value))
                message.Content?.Headers.TryAddWithoutValidation(name, value);
        if (Authorization is { Length: > 0 })
            Authorize(message);
        return message;
    }

    private static HttpContent Body(object content, string contentType)
    {
        if (contentType == Form && Values.Plain(content) is Dictionary<string, object?> fields)
            return new FormUrlEncodedContent(fields.ToDictionary(field => field.Key, field => Values.To<string>(field.Value)));
        HttpContent body = content is byte[] bytes ? new ByteArrayContent(bytes) : new ByteArrayContent(Encoding.UTF8.GetBytes(content as string ?? Values.JsonOf(content)));
        body.Headers.TryAddWithoutValidation("Content-Type", contentType);
        return body;
    }

    private void Authorize(HttpRequestMessage message)
    {
        if (!ChecksAuthorization)
            message.Headers.TryAddWithoutValidation("Authorization", Authorization);
        else if (AuthenticationHeaderValue.TryParse(Authorization, out var header))
            message.Headers.Authorization = header;
        else
            throw new FaultException("BadAuthorization", "HTTP", "Request", "The Authorization header is not what HTTP calls one: a scheme, a space, and parameters. To send it all the same, disable its validation.");
    }
}
