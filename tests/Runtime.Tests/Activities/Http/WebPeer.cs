using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Masterplan.Runtime.Tests.Activities.Http;

/// <summary>A web server that answers as a test says, and keeps what it was asked.</summary>
internal sealed class WebPeer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<(string Method, string Path, string Body, Dictionary<string, string> Headers)> _requests = new();

    private WebPeer(WebApplication app, Func<HttpContext, int, Task> answer)
    {
        _app = app;
        app.Run(async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            _requests.Enqueue((context.Request.Method, context.Request.Path + context.Request.QueryString, await reader.ReadToEndAsync(), context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString())));
            await answer(context, _requests.Count);
        });
    }

    public string Address => _app.Urls.First();

    public (string Method, string Path, string Body, Dictionary<string, string> Headers)[] Requests => [.. _requests];

    /// <param name="answer">Is told how many requests there have been.</param>
    public static async Task<WebPeer> StartAsync(Func<HttpContext, int, Task> answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var peer = new WebPeer(builder.Build(), answer);
        await peer._app.StartAsync(TestContext.Current.CancellationToken);
        return peer;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
