using Masterplan.Activities.Clusters.Planning;
using Masterplan.Activities.Clusters.Spec;
using Masterplan.Activities.Nodes.Files;
using Masterplan.Activities.Pki;

namespace Masterplan.Activities.Tests;

/// <summary>Plans and node contexts whose every byte is fixed.</summary>
internal static class TestPlans
{
    public const string ElasticIp = "198.51.100.10";

    public static ClusterPlan Plan(string yaml = "", string name = "demo") => new(ClusterSpecReader.Read(yaml, name));

    public static IReadOnlyList<KeyValuePair<string, string>> Masters(ClusterPlan plan) =>
        [.. plan.Masters.Select(node => KeyValuePair.Create(node.Name, Address(node)))];

    public static string Address(PlannedNode node) => node.Role == NodeRole.Master ? $"192.0.2.{10 + node.Number}" : $"192.0.2.{100 + node.Number}";

    /// <summary>A context with texts in place of certificates and keys.</summary>
    public static NodeContext Context(ClusterPlan plan, string nodeName)
    {
        var node = plan.Node(nodeName);
        var isMaster = node.Role == NodeRole.Master;
        return new(
            plan,
            node,
            KubernetesVersion.Parse(plan.Spec.Kubernetes.Version),
            Address(node),
            Masters(plan),
            ElasticIp,
            Enum.GetValues<CertificateAuthorityName>().ToDictionary(name => name, name => $"the certificate of authority {name}\n"),
            CertificateProfiles.ForNode(plan, node, Address(node), ElasticIp).ToDictionary(profile => profile.Id, profile => new IssuedCertificate($"the certificate {profile.Id}\n", $"the key {profile.Id}\n")),
            isMaster ? new KeyPair("the public service-account key\n", "the private service-account key\n") : null,
            isMaster ? "dGhlIGVuY3J5cHRpb24ga2V5IG9mIHRlc3RzIDMyIQ==" : null);
    }
}
