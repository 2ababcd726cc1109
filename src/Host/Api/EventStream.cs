using System.Text;
using System.Text.Json;
using Masterplan.Host.Elsa.Requests;

namespace Masterplan.Host.Api;

/// <summary>Writes server-sent events. A heartbeat keeps proxies from closing a stream on which nothing happens, and finds clients that have gone.</summary>
internal sealed class EventStream(HttpResponse response)
{
    public const string ContentType = "text/event-stream";
    public static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    public async Task BeginAsync(CancellationToken cancellationToken)
    {
        response.ContentType = ContentType;
        response.Headers.CacheControl = "no-store";
        response.Headers["X-Accel-Buffering"] = "no";
        await response.WriteAsync("retry: 2000\n\n", cancellationToken);
        await response.Body.FlushAsync(cancellationToken);
    }

    public Task BeatAsync(CancellationToken cancellationToken) => WriteAsync(": still here\n\n", cancellationToken);

    public Task SendAsync(string name, string? id, object data, CancellationToken cancellationToken) => SendTextAsync(name, id, JsonSerializer.Serialize(data, ElsaJson.Options), cancellationToken);

    public Task SendTextAsync(string name, string? id, string data, CancellationToken cancellationToken)
    {
        var text = new StringBuilder();
        if (id is not null)
            text.Append("id: ").Append(id).Append('\n');
        text.Append("event: ").Append(name).Append('\n');
        foreach (var line in data.ReplaceLineEndings("\n").Split('\n'))
            text.Append("data: ").Append(line).Append('\n');
        return WriteAsync(text.Append('\n').ToString(), cancellationToken);
    }

    private async Task WriteAsync(string text, CancellationToken cancellationToken)
    {
        await response.WriteAsync(text, cancellationToken);
        await response.Body.FlushAsync(cancellationToken);
    }
}
