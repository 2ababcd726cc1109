using Masterplan.Rehearsal.Cloud.Operations;
using Masterplan.Rehearsal.Cloud.Requests;
using Masterplan.Rehearsal.Cloud.Resources;
using Masterplan.Rehearsal.Cloud.State;
using Masterplan.Rehearsal.ElasticIps;
using Masterplan.Rehearsal.Faults;
using Masterplan.Rehearsal.Latencies;
using Microsoft.Extensions.DependencyInjection;

namespace Masterplan.Rehearsal;

/// <summary>What a rehearsal is composed of, but for its machines.</summary>
internal static class RehearsalServices
{
    internal static void Add(IServiceCollection services, RehearsalOptions options, StateFolder folder, RehearsalSelf self)
    {
        var (clock, description) = (TimeProvider.System, self.Description);
        services.AddSingleton(clock).AddSingleton(options).AddSingleton(folder).AddSingleton(self);
        services.AddSingleton(new Pace(options.Speed, clock));
        services.AddSingleton(new FaultPlan(options.Faults, options.Seed));
        services.AddSingleton(_ => new LatencyLog(folder.Latencies));
        services.AddSingleton(_ => new CloudState(folder.Journal, clock));
        services.AddSingleton(self.Addresses);
        services.AddSingleton(new SignatureCheck(description.ApiKey, description.ApiSecret, clock));
        services.AddSingleton(new UserDataCheck(description.ApiSecret));
        services.AddSingleton<OperationQueue>().AddSingleton<Forwarders>().AddSingleton<SecurityPolicy>().AddSingleton<ApiFaults>().AddSingleton<CloudEndpoint>();
        services.AddSingleton<QuotaLimits>().AddSingleton<AddressPool>();
        AddResource<ZoneResource>(services);
        AddResource<InstanceTypeResource>(services);
        AddResource<TemplateResource>(services);
        AddResource<SshKeyResource>(services);
        AddResource<SecurityGroupResource>(services);
        AddResource<SecurityGroupRuleResource>(services);
        AddResource<AntiAffinityGroupResource>(services);
        AddResource<InstanceCreation>(services);
        AddResource<InstanceResource>(services);
        AddResource<InstanceEffects>(services);
        AddResource<ElasticIpResource>(services);
        AddResource<OperationResource>(services);
        AddResource<QuotaResource>(services);
    }

    private static void AddResource<T>(IServiceCollection services)
        where T : class, IResource =>
        services.AddSingleton<T>().AddSingleton<IResource>(s => s.GetRequiredService<T>());
}
