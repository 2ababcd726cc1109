using System.Text.Json;
using System.Text.Json.Nodes;
using Masterplan.Rehearsal.Kubernetes.Objects;

namespace Masterplan.StandIns.Kubelet;

/// <summary>The network of pods that do not share the node's: a namespace for each, filled by the CNI plugins that the node's configuration names.</summary>
internal static class PodNetwork
{
    private const string Plugins = "/opt/cni/bin";

    /// <summary>The first configuration by name, as the runtime takes it; null where there is none.</summary>
    public static JsonObject? Config() => Directory.Exists("/etc/cni/net.d")
        ? Directory.GetFiles("/etc/cni/net.d", "*.conflist").Order(StringComparer.Ordinal).Select(file => JsonNode.Parse(File.ReadAllText(file)) as JsonObject).FirstOrDefault()
        : null;

    /// <summary>Makes a pod's namespace, and returns the pod's address.</summary>
    public static async Task<string> AddAsync(string id)
    {
        await DeleteAsync(id);
        await Tool.RunAsync("ip", "netns", "add", id);
        await Tool.RunAsync("ip", "-n", id, "link", "set", "lo", "up");
        var result = await CallAsync("ADD", id) ?? throw new InvalidOperationException("FailedCreatePodSandBox: no CNI plugin answered");
        return result.Items("ips").Select(ip => ip.Text("address")!.Split('/')[0]).First();
    }

    public static async Task DeleteAsync(string id)
    {
        if (!File.Exists(PathOf(id)))
            return;
        await CallAsync("DEL", id);
        await Tool.RunAsync("ip", "netns", "delete", id);
    }

    public static string PathOf(string id) => $"/run/netns/{id}";

    private static async Task<JsonObject?> CallAsync(string command, string id)
    {
        var config = Config() ?? throw new InvalidOperationException("FailedCreatePodSandBox: cni plugin not initialized");
        JsonObject? result = null;
        foreach (var plugin in command == "DEL" ? config.Items("plugins").Reverse() : config.Items("plugins"))
        {
            var given = plugin.Clone();
            (given["name"], given["cniVersion"]) = (config.Text("name"), config.Text("cniVersion"));
            if (result is not null)
                given["prevResult"] = result.Clone();
            var (code, output, error) = await Tool.TryAsync(
                $"{Plugins}/{plugin.Text("type")}", [], given.ToJsonString(), ("CNI_COMMAND", command), ("CNI_CONTAINERID", id), ("CNI_NETNS", PathOf(id)), ("CNI_IFNAME", "eth0"), ("CNI_PATH", Plugins));
            if (code != 0 && command == "ADD")
                throw new InvalidOperationException($"FailedCreatePodSandBox: plugin {plugin.Text("type")}: {error} {output}");
            if (command == "ADD")
                result = JsonSerializer.Deserialize<JsonObject>(output);
        }

        return result;
    }
}
