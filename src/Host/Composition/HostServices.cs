using Masterplan.Activities.Cloud;
using Masterplan.Activities.Clusters;
using Masterplan.Activities.Clusters.Changes;
using Masterplan.Activities.Clusters.Ledger;
using Masterplan.Activities.Clusters.Locks;
using Masterplan.Activities.Clusters.Secrets;
using Masterplan.Activities.Clusters.Storage.Postgres;
using Masterplan.Activities.Etcd;
using Masterplan.Activities.Etcd.Backups;
using Masterplan.Activities.Kubernetes;
using Masterplan.Activities.Nodes;
using Masterplan.Activities.Nodes.Artifacts;
using Masterplan.Activities.Nodes.Ssh;
using Masterplan.Activities.Pki;
using Masterplan.Activities.Steps;
using Masterplan.Activities.Webhooks;
using Masterplan.Host.Clusters;
using Masterplan.Host.Messaging;
using Masterplan.Host.Runs;
using Masterplan.Host.Webhooks;
using Masterplan.Runtime.Hosting;
using Masterplan.Runtime.Hosts;
using Masterplan.Runtime.Runs;
using Microsoft.EntityFrameworkCore;

namespace Masterplan.Host.Composition;

/// <summary>Puts the parts together.</summary>
internal static class HostServices
{
    public static IServiceCollection AddMasterplan(this IServiceCollection services, DataFolder folder, StoreSettings settings, CloudLink? cloud, bool firesSchedules) => services
        .AddStores(folder, settings)
        .AddSingleton(HostClock.Choose(Settings.Read(HostClock.Setting), settings.IsShared, cloud is null ? null : CloudChoice.FromEnvironment()))
        .AddSingleton(folder)
        .AddSingleton(settings)
        .AddClusters()
        .AddSecrets(folder, settings)
        .AddCloud(cloud)
        .AddWorkflowRuntime(new RuntimeOptions { DatabasePath = folder.RuntimeDatabase, PostgresConnection = settings.Postgres, IsExclusive = !settings.IsShared, FaultOnIncident = true, FiresSchedules = firesSchedules })
        .AddActivities(typeof(LaunchCoreOsNode).Assembly)
        .AddMessages(settings, firesSchedules)
        .AddSingleton<IWorkflowCancellationHandler, CancellationCleanup>()
        .AddSingleton<IRunAnnouncer, RunWebhooks>()
        .AddSingleton<IWebhookSender, WebhookSender>()
        .AddSingleton<WebhookAddress>()
        .AddSingleton<WebhookRuns>()
        .AddSingleton<IActivitySkipHandler, SkipCleanup>();

    /// <summary>A command that ends with its run, and has no broker, has nobody to tell.</summary>
    private static IServiceCollection AddMessages(this IServiceCollection services, StoreSettings settings, bool stays) => stays || settings.RabbitMq is not null ? services.AddBroker(settings.RabbitMq) : services;

    private static IServiceCollection AddClusters(this IServiceCollection services) => services
        .AddSingleton<ClusterRegistry>()
        .AddSingleton<ResourceLedger>()
        .AddSingleton<DisruptionLock>()
        .AddSingleton<ChangeLog>()
        .AddSingleton<ArtifactPins>()
        .AddSingleton<PlanChecks>()
        .AddSingleton<ClusterRuns>()
        .AddSingleton<IClusterRuns>(provider => provider.GetRequiredService<ClusterRuns>())
        .AddSingleton<ClusterLooks>()
        .AddSingleton<ClusterStatusReader>()
        .AddSingleton<ClusterWatch>()
        .AddSingleton<RunSteering>()
        .AddSingleton<ClusterKubeconfig>()
        .AddSingleton<BootstrapPreviews>()
        .AddSingleton<RebootLock>()
        .AddSingleton<EtcdBackups>()
        .AddSingleton<RunCleanup>()
        .AddSingleton<HostKeys>();

    private static IServiceCollection AddSecrets(this IServiceCollection services, DataFolder folder, StoreSettings settings)
    {
        services.AddSingleton<ISecretStore>(provider => settings.IsShared
            ? new DatabaseSecretStore(provider.GetRequiredService<IDbContextFactory<PostgresClusterDatabase>>(), KeyRing.Secrets(folder))
            : new FileSecretStore(folder.Secrets, KeyRing.Secrets(folder)));
        return services
            .AddSingleton(new CertificateFactory(TimeProvider.System))
            .AddSingleton<ClusterSecrets>()
            .AddSingleton<CertificateInventory>()
            .AddSingleton<IKubernetesClients, KubernetesClients>();
    }

    /// <summary>Without a cloud, only what is known already can be read. The host awaits the link before anyone asks for what hangs on it.</summary>
    private static IServiceCollection AddCloud(this IServiceCollection services, CloudLink? cloud)
    {
        if (cloud is null)
            return services;
        services
            .AddSingleton(_ => cloud.Endpoint.GetAwaiter().GetResult())
            .AddSingleton(provider => new Tempo(provider.GetRequiredService<CloudEndpoint>().Speed))
            .AddSingleton<IClouds>(provider => new Clouds(provider.GetRequiredService<CloudEndpoint>(), provider.GetRequiredService<IHostLease>(), TimeProvider.System));
        return cloud.IsRehearsal
            ? services
                .AddSingleton<INodeDoors, RehearsalDoors>()
                .AddSingleton<IArtifactSource, RehearsalArtifacts>()
            : services
                .AddSingleton<INodeDoors, SshDoors>()
                .AddSingleton<IArtifactSource>(new UpstreamArtifacts(new HttpClient { Timeout = TimeSpan.FromMinutes(15) }));
    }
}
