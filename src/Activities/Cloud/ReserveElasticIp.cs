using Masterplan.Activities.Clusters.Ledger;
using Masterplan.Activities.Steps;
using Masterplan.Exoscale.ElasticIps;

namespace Masterplan.Activities.Cloud;

[Activity("Masterplan", "Cloud", "Reserves the elastic IP at which people reach the API servers.", DisplayName = "Reserve elastic IP")]
public sealed class ReserveElasticIp : CloudActivity
{
    protected override async Task<CloudStep> NextAsync(ClusterScope scope)
    {
        var name = scope.Plan.ElasticIpDescription;
        var ours = (await scope.Cloud.ElasticIps.ListAsync(scope.CancellationToken)).FirstOrDefault(ip => Labels.Belongs(ip.Labels, scope.Cluster));
        if (ours is { Ip.Length: > 0 })
        {
            await scope.Ledger.RecordAsync(scope.Cluster, ResourceKinds.ElasticIp, name, scope.Run, ours.Id.ToString(), ours.Ip, scope.CancellationToken);
            return CloudStep.Settled;
        }

        if (ours is not null)
            return CloudStep.Waiting("The elastic IP has no address yet");
        var wished = new NewElasticIp
        {
            Description = name,
            Labels = new Dictionary<string, string> { [Labels.Cluster] = scope.Cluster, [Labels.Run] = scope.Run },
            Healthcheck = HealthCheck(scope.Plan.Spec.Kubernetes.ApiPort),
        };
        return await CloudStep.CreateAsync(scope, ResourceKinds.ElasticIp, name, "Reserving the elastic IP", () => scope.Cloud.ElasticIps.CreateAsync(wished, scope.CancellationToken));
    }

    /// <summary>Anonymous reads of /readyz are what the API servers' authentication configuration allows.</summary>
    private static HealthCheck HealthCheck(int port) => new()
    {
        Mode = HealthCheckMode.Https,
        Port = port,
        Uri = "/readyz",
        Interval = 5,
        Timeout = 2,
        StrikesOk = 1,
        StrikesFail = 2,
        TlsSkipVerify = true,
    };
}
