using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Masterplan.Rehearsals.Harness;

/// <summary>Takes in telemetry as an OpenTelemetry collector does (OTLP over HTTP), and keeps every byte.</summary>
public sealed class Collector : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly MemoryStream received = new();

    private Collector(WebApplication app) => this.app = app;

    public string Address => app.Urls.First();

    public byte[] Received
    {
        get
        {
            lock (received)
                return received.ToArray();
        }
    }

    public static async Task<Collector> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var collector = new Collector(builder.Build());
        collector.app.MapPost("/v1/{kind}", async (HttpRequest request) =>
        {
            using var body = new MemoryStream();
            await request.Body.CopyToAsync(body);
            lock (collector.received)
                body.WriteTo(collector.received);
            return Results.Bytes([], "application/x-protobuf");
        });
        await collector.app.StartAsync();
        return collector;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();
}
