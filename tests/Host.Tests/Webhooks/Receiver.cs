using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Masterplan.Host.Tests.Webhooks;

/// <summary>Takes notices on a loopback port of its own, and answers as the test says.</summary>
internal sealed class Receiver : IAsyncDisposable
{
    private readonly WebApplication web;
    private readonly Channel<Delivery> deliveries = Channel.CreateUnbounded<Delivery>();
    private readonly ConcurrentQueue<int> answers;

    private Receiver(IEnumerable<int> first)
    {
        answers = new(first);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        web = builder.Build();
        web.MapPost("/hooks/{name}", TakeAsync);
    }

    public string Url => $"{web.Urls.First()}/hooks/clusters?from=test";

    /// <param name="first">The statuses of the first answers; all later ones are 204.</param>
    public static async Task<Receiver> StartAsync(params int[] first)
    {
        var receiver = new Receiver(first);
        await receiver.web.StartAsync(TestContext.Current.CancellationToken);
        return receiver;
    }

    /// <summary>The next notice.</summary>
    public async Task<Delivery> NextAsync()
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromMinutes(2));
        return await deliveries.Reader.ReadAsync(limit.Token);
    }

    /// <summary>True if a notice has come that nobody took.</summary>
    public bool HasMore => deliveries.Reader.TryPeek(out _);

    public ValueTask DisposeAsync() => web.DisposeAsync();

    private async Task<IResult> TakeAsync(HttpRequest request)
    {
        var body = (JsonObject)(await JsonNode.ParseAsync(request.Body, cancellationToken: request.HttpContext.RequestAborted))!;
        var status = answers.TryDequeue(out var scripted) ? scripted : StatusCodes.Status204NoContent;
        deliveries.Writer.TryWrite(new(request.Headers["Idempotency-Key"].ToString(), status, body));
        return Results.StatusCode(status);
    }
}
