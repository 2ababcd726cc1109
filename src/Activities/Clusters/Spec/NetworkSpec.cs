using System.ComponentModel;

namespace Masterplan.Activities.Clusters.Spec;

public sealed record NetworkSpec
{
    [Description("The pods' addresses; each node takes a /24 of it.")]
    public string PodCidr { get; init; } = "10.244.0.0/16";

    [Description("flannel version.")]
    public string FlannelVersion { get; init; } = "v0.28.10";

    [Description("Version of the containernetworking plugins.")]
    public string CniPluginsVersion { get; init; } = "v1.9.1";

    [Description("Version of flannel's own CNI plugin.")]
    public string FlannelCniPluginVersion { get; init; } = "v1.9.1-flannel3";

    [Description("UDP port of the vxlan between nodes.")]
    public int VxlanPort { get; init; } = 8472;
}
