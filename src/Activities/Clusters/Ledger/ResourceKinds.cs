namespace Masterplan.Activities.Clusters.Ledger;

/// <summary>The kinds of cloud resources that a cluster holds.</summary>
public static class ResourceKinds
{
    public const string Template = "template";
    public const string SshKey = "ssh-key";
    public const string SecurityGroup = "security-group";
    public const string AntiAffinityGroup = "anti-affinity-group";
    public const string ElasticIp = "elastic-ip";
    public const string Instance = "instance";
}
