using System.Net;
using Masterplan.Rehearsal.Cloud.Operations;
using Masterplan.Rehearsal.Cloud.Requests;
using Masterplan.Rehearsal.Cloud.Resources;
using Masterplan.Rehearsal.Cloud.State;
using Masterplan.Rehearsal.ElasticIps;
using Masterplan.Rehearsal.Machines;
using Masterplan.Rehearsal.Processes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Masterplan.Rehearsal;

/// <summary>A rehearsal that is being served by this process.</summary>
public sealed class RunningRehearsal : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly FileStream claim;

    private RunningRehearsal(WebApplication app, FileStream claim, RehearsalDescription description) => (this.app, this.claim, Description) = (app, claim, description);

    public RehearsalDescription Description { get; }

    public IServiceProvider Services => app.Services;

    /// <summary>Restores what an earlier process left, then serves.</summary>
    public static async Task<RunningRehearsal> StartAsync(RehearsalOptions options, IRehearsalModule module, CancellationToken cancellationToken = default)
    {
        var folder = new StateFolder(options.Folder);
        var claim = Claim(folder);
        try
        {
            var self = await RehearsalSelf.OfAsync(folder, options, TimeProvider.System, cancellationToken).ConfigureAwait(false);
            var app = Build(options, module, folder, self);
            await ResumeAsync(app, cancellationToken).ConfigureAwait(false);
            self.Publish();
            return new(app, claim, self.Description);
        }
        catch
        {
            await claim.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Waits until a signal, or the token, ends the serving.</summary>
    public Task WaitAsync(CancellationToken cancellationToken = default) => app.WaitForShutdownAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync().ConfigureAwait(false);
        await app.DisposeAsync().ConfigureAwait(false);
        await claim.DisposeAsync().ConfigureAwait(false);
    }

    private static FileStream Claim(StateFolder folder)
    {
        try
        {
            return new(folder.ServeLock, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e)
        {
            throw new InvalidOperationException($"Another process serves the rehearsal in '{folder.Path}' already.", e);
        }
    }

    private static WebApplication Build(RehearsalOptions options, IRehearsalModule module, StateFolder folder, RehearsalSelf self)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.Logging.AddSimpleConsole(c => c.SingleLine = true).SetMinimumLevel(LogLevel.Warning);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Listen(IPAddress.Parse(self.Addresses.Api), RehearsalAddresses.Port, l => l.Protocols = HttpProtocols.Http1);
        });
        builder.Services.AddRoutingCore();
        builder.Services.Configure<HostOptions>(h => h.ShutdownTimeout = TimeSpan.FromSeconds(3));
        RehearsalServices.Add(builder.Services, options, folder, self);
        module.AddServices(builder.Services);
        var app = builder.Build();
        app.UseRouting();
        RehearsalEndpoints.Map(app);
        module.MapRoutes(app);
        return app;
    }

    private static async Task ResumeAsync(WebApplication app, CancellationToken cancellationToken)
    {
        var services = app.Services;
        FirstState.Put(services.GetRequiredService<CloudState>());
        var running = services.GetRequiredService<InstanceEffects>().Running();
        await services.GetRequiredService<IMachines>().RestoreAsync(running, cancellationToken).ConfigureAwait(false);
        services.GetRequiredService<Forwarders>().Refresh();
        services.GetRequiredService<SecurityPolicy>();
        services.GetRequiredService<OperationQueue>().Resume(services.GetServices<IResource>());
        await app.StartAsync(cancellationToken).ConfigureAwait(false);
    }
}
