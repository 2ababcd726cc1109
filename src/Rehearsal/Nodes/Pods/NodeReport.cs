using System.Text.Json.Nodes;
using Masterplan.Rehearsal.Kubernetes.Api;
using Masterplan.Rehearsal.Kubernetes.Objects;
using Masterplan.Rehearsal.Kubernetes.Resources;
using Masterplan.Rehearsal.Latencies;
using Masterplan.Rehearsal.Nodes.Processes;

namespace Masterplan.Rehearsal.Nodes.Pods;

/// <summary>A kubelet's word on its node: registered once, its status written when it changes.</summary>
public sealed class NodeReport(ProcessContext context, KubeletOptions options)
{
    private static readonly ResourceType Nodes = Catalogue.Of("nodes");
    private static readonly ResourceType Leases = Catalogue.Of("leases");
    private bool wasReady;

    private SimulatedMachine Machine => context.Machine;

    public async Task Register(ApiCluster cluster, CancellationToken stop)
    {
        var known = cluster.Objects.Find(Nodes, string.Empty, options.NodeName);
        wasReady = known is not null && (context.IsRestored || known.Items("status", "conditions").Any(c => c.Text("type") == "Ready" && c.Text("status") == "True"));
        if (known is null)
            cluster.Objects.Create(Nodes, string.Empty, NewNode(), WriteOptions.Plain);
        if (cluster.Objects.Find(Leases, "kube-node-lease", options.NodeName) is null)
            cluster.Objects.Create(Leases, "kube-node-lease", new JsonObject { ["metadata"] = new JsonObject { ["name"] = options.NodeName }, ["spec"] = new JsonObject { ["holderIdentity"] = options.NodeName, ["leaseDurationSeconds"] = 40 } }, WriteOptions.Plain);
        WriteStatus(cluster, wasReady ? WhyNotReady() : "kubelet is starting");
        await Task.CompletedTask.WaitAsync(stop).ConfigureAwait(false);
    }

    /// <summary>Writes the status again whenever something on the machine changes whether it is ready.</summary>
    public async Task KeepReady(ApiCluster cluster, CancellationToken stop)
    {
        string? last = wasReady ? WhyNotReady() : "kubelet is starting";
        while (!stop.IsCancellationRequested)
        {
            var changed = Machine.Changed.Next;
            var now = WhyNotReady();
            if (now is null && !wasReady)
            {
                await context.World.Impose(Machine.Name, LatencySteps.NodeReady, TimeSpan.FromSeconds(8), stop).ConfigureAwait(false);
                wasReady = true;
                continue;
            }

            if (now != last)
                WriteStatus(cluster, now);
            last = now;
            await changed.WaitAsync(stop).ConfigureAwait(false);
        }
    }

    private string? WhyNotReady()
    {
        if (!Machine.Containers.IsRunning)
            return "container runtime is down";
        if (!Machine.Disk.Exists("/run/flannel/subnet.env"))
            return "container runtime network not ready: NetworkReady=false reason:NetworkPluginNotReady message:Network plugin returns error: cni plugin not initialized: open /run/flannel/subnet.env: no such file or directory";
        return Machine.Disk.List("/etc/cni/net.d").Any(n => n.EndsWith(".conflist", StringComparison.Ordinal) || n.EndsWith(".conf", StringComparison.Ordinal))
            ? null
            : "container runtime network not ready: NetworkReady=false reason:NetworkPluginNotReady message:Network plugin returns error: cni plugin not initialized";
    }

    private JsonObject NewNode()
    {
        var labels = new JsonObject
        {
            ["beta.kubernetes.io/arch"] = "amd64",
            ["beta.kubernetes.io/os"] = "linux",
            ["kubernetes.io/arch"] = "amd64",
            ["kubernetes.io/hostname"] = options.NodeName,
            ["kubernetes.io/os"] = "linux",
        };
        foreach (var (key, value) in options.Labels)
            labels[key] = value;
        var taints = options.Taints.Append(new JsonObject { ["key"] = "node.kubernetes.io/not-ready", ["effect"] = "NoSchedule" });
        return new JsonObject
        {
            ["metadata"] = new JsonObject { ["name"] = options.NodeName, ["labels"] = labels, ["annotations"] = new JsonObject { ["volumes.kubernetes.io/controller-managed-attach-detach"] = "true" } },
            ["spec"] = new JsonObject { ["taints"] = Json.Array(taints) },
        };
    }

    private void WriteStatus(ApiCluster cluster, string? whyNot)
    {
        try
        {
            cluster.Objects.Modify(Nodes, string.Empty, options.NodeName, WriteOptions.Status, node =>
            {
                var before = node.Items("status", "conditions").ToDictionary(c => c.Text("type") ?? string.Empty, c => c.Clone(), StringComparer.Ordinal);
                var status = Fixed();
                status["conditions"] = Json.Array(Conditions(whyNot).Select(c => before.TryGetValue(c.Text("type")!, out var old) && old.Text("status") == c.Text("status") && old.Text("reason") == c.Text("reason") ? old : c));
                node["status"] = status;
                return node;
            });
        }
        catch (ApiException e) when (e.Code == 404)
        {
            context.Log.Add($"\"Error getting the current node from lister\" err=\"node \\\"{options.NodeName}\\\" not found\"");
        }
    }

    private IEnumerable<JsonObject> Conditions(string? whyNot)
    {
        var now = context.World.Now;
        foreach (var (type, reason, message) in new[] { ("MemoryPressure", "KubeletHasSufficientMemory", "kubelet has sufficient memory available"), ("DiskPressure", "KubeletHasNoDiskPressure", "kubelet has no disk pressure"), ("PIDPressure", "KubeletHasSufficientPID", "kubelet has sufficient PID available") })
            yield return Stamped(Defaults.Condition(type, "False", reason, message, now));
        yield return Stamped(whyNot is null
            ? Defaults.Condition("Ready", "True", "KubeletReady", "kubelet is posting ready status", now)
            : Defaults.Condition("Ready", "False", "KubeletNotReady", whyNot, now));

        JsonObject Stamped(JsonObject condition)
        {
            condition["lastHeartbeatTime"] = Json.Stamp(now);
            return condition;
        }
    }

    private JsonObject Fixed()
    {
        JsonObject Amounts() => new()
        {
            ["cpu"] = Machine.Hardware.Cpus.ToString(),
            ["memory"] = $"{Machine.Hardware.MemoryBytes / 1024}Ki",
            ["ephemeral-storage"] = $"{(long)Machine.Hardware.DiskGib * 1048576}Ki",
            ["pods"] = options.MaxPods.ToString(),
        };
        return new JsonObject
        {
            ["addresses"] = new JsonArray(new JsonObject { ["type"] = "InternalIP", ["address"] = options.NodeAddress }, new JsonObject { ["type"] = "Hostname", ["address"] = options.NodeName }),
            ["capacity"] = Amounts(),
            ["allocatable"] = Amounts(),
            ["daemonEndpoints"] = new JsonObject { ["kubeletEndpoint"] = new JsonObject { ["Port"] = options.Port } },
            ["nodeInfo"] = new JsonObject
            {
                ["architecture"] = "amd64",
                ["bootID"] = Machine.State.BootId,
                ["containerRuntimeVersion"] = "containerd://2.2.5",
                ["kernelVersion"] = "6.12.111-flatcar",
                ["kubeProxyVersion"] = string.Empty,
                ["kubeletVersion"] = "v" + context.Version,
                ["machineID"] = Machine.Id.ToString("N"),
                ["operatingSystem"] = "linux",
                ["osImage"] = "Flatcar Container Linux by Kinvolk 4757.2.1 (Oklo)",
                ["systemUUID"] = Machine.Id.ToString(),
            },
            ["images"] = new JsonArray(),
        };
    }
}
