using System.Net;
using Masterplan.Rehearsal.Machines;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Masterplan.Lab.Linux;

/// <summary>What every instance can ask of itself at the link-local address, as Exoscale answers it; Ignition finds its config there.</summary>
internal sealed class Metadata : IAsyncDisposable
{
    public const string Address = "169.254.169.254";

    private readonly WebApplication app;
    private readonly Func<string, Machine?> find;

    private Metadata(WebApplication app, Func<string, Machine?> find) => (this.app, this.find) = (app, find);

    /// <summary>Starts to answer.</summary>
    /// <param name="find">The instance of a public address.</param>
    public static async Task<Metadata> StartAsync(Func<string, Machine?> find)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Parse(Address), 80));
        var app = builder.Build();
        var metadata = new Metadata(app, find);
        app.Run(metadata.AnswerAsync);
        await app.StartAsync();
        return metadata;
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
    }

    private Task AnswerAsync(HttpContext context)
    {
        var text = find($"{context.Connection.RemoteIpAddress}") is { } machine ? Answer(machine, context.Request.Path) : null;
        if (text is not null)
            return context.Response.WriteAsync(text, context.RequestAborted);
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }

    private static string? Answer(Machine machine, string path) => path switch
    {
        "/1.0/user-data" => machine.UserData,
        "/1.0/meta-data/instance-id" or "/1.0/meta-data/vm-id" => $"{machine.Id}",
        "/1.0/meta-data/local-hostname" or "/1.0/meta-data/public-hostname" => machine.Name,
        "/1.0/meta-data/public-ipv4" or "/1.0/meta-data/local-ipv4" => machine.Address,
        _ => null,
    };
}
