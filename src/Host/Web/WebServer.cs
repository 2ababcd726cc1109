using Masterplan.Activities.Clusters;
using Masterplan.Activities.Clusters.Changes;
using Masterplan.Activities.Etcd;
using Masterplan.Activities.Etcd.Backups;
using Masterplan.Activities.Pki;
using Masterplan.Host.Access;
using Masterplan.Host.Api;
using Masterplan.Host.Audit;
using Masterplan.Host.Clusters;
using Masterplan.Host.Composition;
using Masterplan.Host.Elsa;
using Masterplan.Host.Elsa.Definitions;
using Masterplan.Host.Elsa.Hub;
using Masterplan.Host.Elsa.Requests;
using Masterplan.Host.Elsa.Runs;
using Masterplan.Host.Http;
using Masterplan.Host.Messaging;
using Masterplan.Host.Pages;
using Masterplan.Host.Runs;
using Masterplan.Host.Studio;
using Masterplan.Host.Telemetry;
using Masterplan.Runtime.Activities.Http;
using Masterplan.Runtime.Authoring;
using Masterplan.Runtime.Definitions;
using Masterplan.Runtime.Hosting;
using Masterplan.Runtime.Runs;
using Masterplan.Runtime.Triggers;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.HttpOverrides;
using System.Text.Json.Serialization;

namespace Masterplan.Host.Web;

/// <summary>Everything that is served over HTTP.</summary>
internal static class WebServer
{
    /// <summary>The largest body that is read, in bytes; a definition of 1,000 activities is a tenth of it.</summary>
    private const long LargestBody = 8 * 1024 * 1024;

    public static WebApplication Create(IServiceProvider runtime, DataFolder folder, string urls, ServerCertificate? certificate = null)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Logging.ClearProviders().AddSimpleConsole(console => console.SingleLine = true).SetMinimumLevel(LogLevel.Error);
        builder.WebHost.UseUrls(urls).ConfigureKestrel(kestrel => (kestrel.AddServerHeader, kestrel.Limits.MaxRequestBodySize) = (false, LargestBody));
        if (certificate is not null)
            builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.ConfigureHttpsDefaults(https => (https.ServerCertificate, https.ServerCertificateChain) = (certificate.Leaf, certificate.Chain)));
        AddServices(builder.Services, runtime, folder);
        var app = builder.Build();
        // A proxy on this machine may say whom it speaks for; others are not believed.
        app.UseForwardedHeaders(new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto });
        app.UseSecurityHeaders();
        app.UseAssets();
        app.UseDatabaseOutage(runtime.GetRequiredService<IStoreStatus>());
        app.UseRouting();
        app.UseAuthentication();
        app.UseCurrentUsers();
        app.UseAudit();
        app.UseCrossSiteGuard();
        app.UseAuthorization();
        app.MapHealth();
        app.MapMeasures();
        app.MapLogin();
        app.MapPages();
        app.MapStudio();
        app.MapElsaApi();
        app.MapApi();
        WorkflowRequests.Map(app);
        app.MapHub<WorkflowInstanceHub>(WorkflowInstanceHub.Path);
        return app;
    }

    private static void AddServices(IServiceCollection services, IServiceProvider runtime, DataFolder folder)
    {
        Share<IWorkflowDefinitions>(services, runtime);
        Share<IDefinitionCatalog>(services, runtime);
        Share<IActivityRegistry>(services, runtime);
        Share<IWorkflowRuntime>(services, runtime);
        Share<IWorkflowInstances>(services, runtime);
        Share<IRunHistory>(services, runtime);
        Share<IRunEvents>(services, runtime);
        Share<IIdentityGenerator>(services, runtime);
        Share<IHttpAnswers>(services, runtime);
        Share<ClusterRuns>(services, runtime);
        Share<ClusterRegistry>(services, runtime);
        Share<ClusterWatch>(services, runtime);
        Share<ClusterKubeconfig>(services, runtime);
        Share<CertificateInventory>(services, runtime);
        Share<EtcdBackups>(services, runtime);
        Share<BootstrapPreviews>(services, runtime);
        Share<ChangeLog>(services, runtime);
        Share<RunSteering>(services, runtime);
        Share<AuditLog>(services, runtime);
        Share<IHttpWaits>(services, runtime);
        Share<IStoreStatus>(services, runtime);
        Share<TimeProvider>(services, runtime);
        // It reaches nodes, which a host without a cloud cannot: made once it is asked for.
        services.AddSingleton(_ => runtime.GetRequiredService<RebootLock>());
        if (runtime.GetService<HostPost>() is { } post)
            services.AddSingleton(post);
        services.AddDataProtection().SetApplicationName("masterplan").PersistKeysToFileSystem(KeyRing.Folder(folder));
        services.AddAccess(runtime.GetRequiredService<IAccessStore>());
        services.AddSingleton<DefinitionModel>().AddSingleton<DefinitionEditor>().AddSingleton<Starter>().AddSingleton<FirstBurst>();
        services.AddSingleton<StudioPackage>().AddSingleton<HttpRoutes>().AddSingleton<RunAnswers>().AddSingleton<WaitingRuns>().AddSingleton<WorkflowRequests>().AddSingleton<ClusterRequests>().AddSingleton<RunEventStream>();
        services.AddSingleton<ClustersPage>().AddSingleton<RunsPage>().AddSingleton<RunPage>();
        services.AddApiDocument();
        services.ConfigureHttpJsonOptions(json => (json.SerializerOptions.DefaultIgnoreCondition, json.SerializerOptions.Encoder) = (JsonIgnoreCondition.WhenWritingNull, ElsaJson.Options.Encoder));
        services.AddSignalR().AddJsonProtocol(json => json.PayloadSerializerOptions = ElsaJson.Options);
        services.AddSingleton<ObservedInstances>().AddHostedService<InstanceBroadcast>().AddHostedService<HostGauges>().AddMeasures();
    }

    private static void Share<T>(IServiceCollection services, IServiceProvider runtime)
        where T : class => services.AddSingleton(runtime.GetRequiredService<T>());
}
