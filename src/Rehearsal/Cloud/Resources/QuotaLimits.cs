using Masterplan.Rehearsal.Cloud.Requests;
using Masterplan.Rehearsal.Cloud.State;
using Masterplan.Rehearsal.Faults;

namespace Masterplan.Rehearsal.Cloud.Resources;

/// <summary>
/// How many of each kind there may be. The fault <c>quota</c> allows four instances while it is on. How the real API refuses what is too much is not
/// known; here it is a conflict.
/// </summary>
internal sealed class QuotaLimits(CloudState state, FaultPlan faults)
{
    internal const string Instances = "instance";
    internal const string ElasticIps = "elastic-ip";
    internal const string Templates = "template";

    internal static IReadOnlyList<string> Kinds { get; } =
        [Instances, ElasticIps, Templates, "network-load-balancer", "private-network", "snapshot", "iam-key", "sks-cluster", "block-storage-volume", "gpu"];

    internal long Usage(string kind) => kind switch
    {
        Instances => state.Instances.Count,
        ElasticIps => state.ElasticIps.Count,
        Templates => state.Templates.All.Count(t => t.Visibility == TemplateResource.Private),
        _ => 0,
    };

    internal long Limit(string kind) => kind switch
    {
        Instances => faults.IsOn(FaultNames.Quota) ? 4 : RehearsalAddresses.MaxNodes,
        ElasticIps => 5,
        Templates => 100,
        "gpu" => 0,
        _ => 15,
    };

    internal void Demand(string kind)
    {
        if (Usage(kind) >= Limit(kind))
            throw Refusal.Conflict($"Quota exceeded for resource '{kind}': {Usage(kind)} of {Limit(kind)} in use");
    }
}
