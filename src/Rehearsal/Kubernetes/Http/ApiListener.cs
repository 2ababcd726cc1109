using System.Net;
using Masterplan.Rehearsal.Nodes.Processes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Masterplan.Rehearsal.Kubernetes.Http;

/// <summary>The API server's socket: TLS with the certificate from the node's disk, open to real clients.</summary>
public static class ApiListener
{
    public static async Task<WebApplication> OpenAsync(ApiServer server, string address, int port, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration();
        builder.Services.Configure<HostOptions>(o => o.ShutdownTimeout = TimeSpan.FromMilliseconds(300));
        builder.WebHost.ConfigureKestrel(k =>
        {
            k.AddServerHeader = false;
            k.Limits.MaxRequestBodySize = 16 << 20;
            k.Limits.MinRequestBodyDataRate = null;
            k.Listen(IPAddress.Parse(address), port, l => l.UseHttps(h =>
            {
                h.ServerCertificate = server.Certificate;
                h.ClientCertificateMode = ClientCertificateMode.AllowCertificate;
                h.ClientCertificateValidation = (_, _, _) => true;
            }));
        });
        var app = builder.Build();
        var handler = new RequestHandler(server);
        app.Run(handler.Handle);
        try
        {
            await app.StartAsync(cancellationToken).ConfigureAwait(false);
            return app;
        }
        catch (IOException e)
        {
            await app.DisposeAsync().ConfigureAwait(false);
            throw new RefusalException($"Error: failed to create listener: failed to listen on {address}:{port}: listen tcp {address}:{port}: bind: {e.Message}");
        }
    }
}
