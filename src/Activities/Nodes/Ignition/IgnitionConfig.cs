using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Masterplan.Activities.Clusters;
using Masterplan.Activities.Clusters.Planning;
using Masterplan.Activities.Clusters.Spec;
using Masterplan.Activities.Nodes.Artifacts;
using Masterplan.Activities.Nodes.Files;

namespace Masterplan.Activities.Nodes.Ignition;

/// <summary>
/// Renders a node's user data: an Ignition config of spec 3.3.0, which Flatcar's documents promise. It holds what the node needs to be
/// reached and to have its binaries, and no secret: every process on the node can read it.
/// </summary>
public static class IgnitionConfig
{
    /// <summary>The most bytes before base64: the API takes at most 32,768 characters, and official tools refuse exactly that many.</summary>
    public const int MaximumBytes = 24_573;

    /// <summary>Renders the config.</summary>
    /// <param name="plan">The cluster.</param>
    /// <param name="node">The node.</param>
    /// <param name="version">The node's Kubernetes version.</param>
    /// <param name="sshPublicKey">One authorized_keys line.</param>
    /// <param name="checksums">SHA-512 of each artifact by upstream address.</param>
    /// <exception cref="ConfigurationException">The result is longer than the cloud takes.</exception>
    public static string Render(ClusterPlan plan, PlannedNode node, KubernetesVersion version, string sshPublicKey, IReadOnlyDictionary<string, string> checksums)
    {
        var config = new JsonObject
        {
            ["ignition"] = new JsonObject { ["version"] = "3.3.0" },
            ["passwd"] = new JsonObject { ["users"] = new JsonArray(new JsonObject { ["name"] = "core", ["sshAuthorizedKeys"] = new JsonArray(sshPublicKey) }) },
            ["storage"] = new JsonObject { ["files"] = Files(plan, node, version, checksums), ["links"] = Links() },
            ["systemd"] = new JsonObject { ["units"] = Units(plan.Spec) },
        };
        var text = config.ToJsonString(new JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        var size = Encoding.UTF8.GetByteCount(text);
        return size <= MaximumBytes
            ? text
            : throw new ConfigurationException($"User data of node '{node.Name}'", "", $"It has {size} bytes, the cloud takes at most {MaximumBytes}. Shorten the texts that go into it (mirror address, SSH key comment).");
    }

    /// <summary>Refuses a plan whose nodes' user data the cloud would not take. Keys and checksums have fixed lengths, so others stand in for the real ones.</summary>
    /// <exception cref="ConfigurationException">It would be too long.</exception>
    public static void CheckSize(ClusterPlan plan)
    {
        var version = KubernetesVersion.Parse(plan.Spec.Kubernetes.Version);
        var checksums = NodeArtifacts.Urls(plan.Spec, version).ToDictionary(url => url, _ => new string('0', 128), StringComparer.Ordinal);
        Render(plan, plan.AllNodes.MaxBy(node => node.Name.Length)!, version, new string('x', 160), checksums);
    }

    private static JsonArray Files(ClusterPlan plan, PlannedNode node, KubernetesVersion version, IReadOnlyDictionary<string, string> checksums) =>
    [
        Text("/etc/hostname", node.Name + "\n"),
        Text("/etc/flatcar/update.conf", "REBOOT_STRATEGY=off\n"),
        Text("/etc/modules-load.d/kubernetes.conf", "overlay\nbr_netfilter\n"),
        Text("/etc/sysctl.d/90-kubernetes.conf",
            "net.ipv4.ip_forward=1\nnet.bridge.bridge-nf-call-iptables=1\nvm.overcommit_memory=1\nvm.panic_on_oom=0\nkernel.panic=10\nkernel.panic_on_oops=1\n"),
        Text("/etc/systemd/logind.conf.d/90-kubelet.conf", "[Login]\nInhibitDelayMaxSec=60\n"),
        .. NodeArtifacts.Urls(plan.Spec, version).Select(url => Remote(NodeArtifacts.Path(url), NodeArtifacts.Download(plan.Spec, url), checksums[url])),
    ];

    private static JsonArray Links() =>
    [
        new JsonObject { ["path"] = "/etc/extensions/docker-flatcar.raw", ["target"] = "/dev/null", ["overwrite"] = true },
    ];

    private static JsonArray Units(ClusterSpec spec) =>
    [
        new JsonObject { ["name"] = "locksmithd.service", ["mask"] = true },
        new JsonObject { ["name"] = NodeArtifacts.UnpackUnit, ["enabled"] = true, ["contents"] = UnpackUnit(spec) },
    ];

    private static string UnpackUnit(ClusterSpec spec)
    {
        var etcd = NodeArtifacts.Path(NodeArtifacts.EtcdUrl(spec));
        var plugins = NodeArtifacts.Path(NodeArtifacts.CniPluginsUrl(spec));
        var members = string.Join(' ', NodeArtifacts.EtcdPrograms.Select(program => $"{NodeArtifacts.EtcdFolder(spec)}/{program}"));
        var cni = string.Join(' ', NodeArtifacts.CniPlugins.Select(plugin => $"./{plugin}"));
        return $"""
            [Unit]
            Description=Unpack the binaries that were downloaded as archives
            ConditionPathExists=!{NodePaths.Binaries}/etcdctl

            [Service]
            Type=oneshot
            RemainAfterExit=yes
            ExecStart=/usr/bin/tar -xzf {plugins} -C {NodePaths.CniBinaries} {cni}
            ExecStart=/usr/bin/tar -xzf {etcd} -C {NodePaths.Binaries} --strip-components=1 {members}

            [Install]
            WantedBy=multi-user.target

            """;
    }

    private static JsonObject Text(string path, string text) => new()
    {
        ["path"] = path,
        ["mode"] = Octal("0644"),
        ["overwrite"] = true,
        ["contents"] = new JsonObject { ["source"] = "data:," + Uri.EscapeDataString(text) },
    };

    private static JsonObject Remote(string path, string url, string sha512) => new()
    {
        ["path"] = path,
        ["mode"] = Octal("0755"),
        ["overwrite"] = true,
        ["contents"] = new JsonObject { ["source"] = url, ["verification"] = new JsonObject { ["hash"] = $"sha512-{sha512}" } },
    };

    private static int Octal(string mode) => Convert.ToInt32(mode, 8);
}
