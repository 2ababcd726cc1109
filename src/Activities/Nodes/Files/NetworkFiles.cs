using System.Text.Json;
using Masterplan.Activities.Clusters.Spec;

namespace Masterplan.Activities.Nodes.Files;

/// <summary>The pod network's configuration on a node.</summary>
internal static class NetworkFiles
{
    public static IEnumerable<NodeFile> Render(NodeContext context) =>
    [
        TextFile.Readable(NodePaths.CniConfig,
            """
            {
              "name": "cbr0",
              "cniVersion": "1.0.0",
              "plugins": [
                { "type": "flannel", "delegate": { "hairpinMode": true, "isDefaultGateway": true } },
                { "type": "portmap", "capabilities": { "portMappings": true } }
              ]
            }

            """),
        TextFile.Readable(NodePaths.ContainerdConfig,
            $"""
            version = 3

            [plugins.'io.containerd.cri.v1.images'.pinned_images]
            sandbox = '{Images.Pause}'

            [plugins.'io.containerd.cri.v1.runtime'.containerd.runtimes.runc]
            runtime_type = 'io.containerd.runc.v2'

            [plugins.'io.containerd.cri.v1.runtime'.containerd.runtimes.runc.options]
            SystemdCgroup = true

            """),
    ];

    /// <summary>What flanneld reads from infra-etcd at /coreos.com/network/config.</summary>
    public static string FlannelNetwork(NetworkSpec network) =>
        JsonSerializer.Serialize(new
        {
            Network = network.PodCidr,
            SubnetLen = 24,
            EnableNFTables = false,
            Backend = new { Type = "vxlan", Port = network.VxlanPort },
        });
}
