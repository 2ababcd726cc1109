using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Masterplan.Bench.Hosts;

/// <summary>Answers each request after so long, as an API does that has something to do.</summary>
internal sealed class SlowServer : IAsyncDisposable
{
    private readonly WebApplication application;

    private SlowServer(WebApplication application) => this.application = application;

    public Uri Address => new(application.Urls.Single());

    public static async Task<SlowServer> StartAsync(TimeSpan time)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var application = builder.Build();
        application.Run(async context =>
        {
            await Task.Delay(time, TimeProvider.System, context.RequestAborted);
            await context.Response.WriteAsync("done");
        });
        await application.StartAsync();
        return new SlowServer(application);
    }

    public ValueTask DisposeAsync() => application.DisposeAsync();
}
