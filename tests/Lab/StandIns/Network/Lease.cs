using System.Text.Json.Nodes;
using Masterplan.Rehearsal.Kubernetes.Objects;

namespace Masterplan.StandIns.Network;

/// <summary>A node's subnet of the pod network, as flannel keeps it in etcd.</summary>
internal sealed record Lease(string Subnet, string Address, string Mac)
{
    /// <summary>The network of all pods.</summary>
    public string Network { get; init; } = "";

    /// <summary>The subnet's first address, which its vxlan device has.</summary>
    public string Gateway => Subnet.Split('/')[0];

    public string Value => new JsonObject { ["PublicIP"] = Address, ["PublicIPv6"] = null, ["BackendType"] = "vxlan", ["BackendData"] = new JsonObject { ["VNI"] = 1, ["VtepMAC"] = Mac } }.ToJsonString();

    public static Lease Read(string key, string value)
    {
        var node = JsonNode.Parse(value);
        return new(SubnetOf(key), node.Text("PublicIP") ?? "", node.Text("BackendData", "VtepMAC") ?? "");
    }

    public static string SubnetOf(string key) => key[(key.LastIndexOf('/') + 1)..].Replace('-', '/');
}
