using System.Text.Json.Nodes;
using Masterplan.Rehearsal.Kubernetes.Objects;

namespace Masterplan.Rehearsal.Nodes.Pods;

/// <summary>A pod's status, and a static pod's mirror, as the kubelet writes them.</summary>
public static class PodStatus
{
    public static JsonObject Mirror(PodWorker worker, string node)
    {
        var mirror = worker.Pod.Clone();
        var metadata = mirror.Make("metadata");
        metadata["name"] = worker.Name;
        metadata["namespace"] = worker.Scope;
        var annotations = mirror.Make("metadata", "annotations");
        annotations["kubernetes.io/config.hash"] = worker.Hash;
        annotations["kubernetes.io/config.mirror"] = worker.Hash;
        annotations["kubernetes.io/config.source"] = "file";
        annotations["kubernetes.io/config.seen"] = Json.Stamp(worker.Created);
        var spec = mirror.Make("spec");
        spec["nodeName"] = node;
        spec["tolerations"] = new JsonArray(new JsonObject { ["operator"] = "Exists", ["effect"] = "NoExecute" });
        mirror.Remove("status");
        return mirror;
    }

    public static JsonObject Of(PodWorker worker, SimulatedMachine machine, string nodeAddress)
    {
        var containers = worker.Containers;
        var total = worker.Pod.Items("spec", "containers").Count();
        var ready = containers.Count(c => c.IsReady) == total;
        var phase = containers.Count == total && containers.All(c => c.State == "terminated") ? containers.All(c => c.ExitCode == 0) ? "Succeeded" : "Failed"
            : containers.Count == total && containers.All(c => c.State != "waiting" || c.Restarts > 0 || c.Reason == "CrashLoopBackOff") ? "Running" : "Pending";
        var started = Json.Stamp(worker.Created);
        var changed = Json.Stamp(containers.Select(c => c.Since).DefaultIfEmpty(worker.Created).Max());
        var status = new JsonObject
        {
            ["phase"] = phase,
            ["hostIP"] = nodeAddress,
            ["startTime"] = started,
            ["conditions"] = new JsonArray(
                Condition("Initialized", true, started),
                Condition("Ready", ready, changed),
                Condition("ContainersReady", ready, changed),
                Condition("PodScheduled", true, started)),
            ["containerStatuses"] = Json.Array(containers.Select(Container)),
            ["qosClass"] = "Burstable",
        };
        if (phase != "Pending")
            status["podIP"] = worker.Pod.Flag("spec", "hostNetwork") ? nodeAddress : PodAddress(worker, machine);
        return status;
    }

    private static string PodAddress(PodWorker worker, SimulatedMachine machine)
    {
        var subnet = machine.Disk.ReadText("/run/flannel/subnet.env")?.Split('\n').FirstOrDefault(l => l.StartsWith("FLANNEL_SUBNET=", StringComparison.Ordinal))?["FLANNEL_SUBNET=".Length..].Split('.');
        var last = 2 + (int)(System.IO.Hashing.XxHash32.HashToUInt32(System.Text.Encoding.UTF8.GetBytes(worker.Uid)) % 250);
        return subnet is { Length: 4 } ? $"{subnet[0]}.{subnet[1]}.{subnet[2]}.{last}" : machine.Address;
    }

    private static JsonObject Condition(string type, bool holds, string at) =>
        new() { ["type"] = type, ["status"] = holds ? "True" : "False", ["lastProbeTime"] = null, ["lastTransitionTime"] = at };

    private static JsonObject Container(ContainerStatus container)
    {
        var at = Json.Stamp(container.Since);
        var state = container.State switch
        {
            "running" => new JsonObject { ["running"] = new JsonObject { ["startedAt"] = at } },
            "terminated" => new JsonObject { ["terminated"] = new JsonObject { ["exitCode"] = container.ExitCode, ["reason"] = container.Reason, ["message"] = container.Message, ["finishedAt"] = at } },
            _ => new JsonObject { ["waiting"] = new JsonObject { ["reason"] = container.Reason, ["message"] = container.Message } },
        };
        return new JsonObject
        {
            ["name"] = container.Name,
            ["image"] = container.Image,
            ["imageID"] = container.Image,
            ["containerID"] = "containerd://" + container.Id,
            ["restartCount"] = container.Restarts,
            ["ready"] = container.IsReady,
            ["started"] = container.State == "running",
            ["state"] = state,
            ["lastState"] = new JsonObject(),
        };
    }
}
