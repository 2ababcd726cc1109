using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Masterplan.Activities.Nodes;
using Masterplan.Rehearsal.Kubernetes.Objects;
using Masterplan.Rehearsal.Latencies;
using Masterplan.Rehearsal.Nodes.Pods;
using static Masterplan.Rehearsal.Nodes.Commands.CommandTable;

namespace Masterplan.Rehearsal.Nodes.Commands;

public sealed class CrictlCommand(SimulatedMachine machine)
{
    public async Task<CommandResult> Run(Invocation invocation)
    {
        if (!machine.Containers.IsRunning)
            return Fail(1, "FATA[0000] validate service connection: validate CRI v1 runtime API for endpoint \"unix:///run/containerd/containerd.sock\": connect: connection refused");
        var words = invocation.Arguments.Where(a => !a.StartsWith('-')).ToList();
        var verb = words.Find(w => w is "ps" or "pods" or "pull" or "images" or "logs" or "inspecti" or "rmi" or "version");
        switch (verb)
        {
            case "ps":
                return Ok(Containers(invocation).ToJsonString() + "\n");
            case "pods":
                return Ok(Sandboxes(invocation).ToJsonString() + "\n");
            case "images":
                return Ok(new JsonObject { ["images"] = Json.Array(machine.Containers.Images.Select(Image)) }.ToJsonString() + "\n");
            case "pull":
                await machine.Containers.Pull(words[^1], LatencySteps.ImagePull, invocation.Cancellation).ConfigureAwait(false);
                return Ok($"Image is up to date for {words[^1]}\n");
            case "inspecti":
                return machine.Containers.Images.Contains(words[^1]) ? Ok(new JsonObject { ["status"] = Image(words[^1]) }.ToJsonString() + "\n") : Fail(1, $"FATA[0000] no such image \"{words[^1]}\" present");
            case "logs":
                var found = machine.Containers.Pods.SelectMany(p => p.Containers.Select(c => (Pod: p, Container: c))).FirstOrDefault(f => f.Container.Id.StartsWith(words[^1], StringComparison.Ordinal));
                return found.Pod is null ? Fail(1, $"FATA[0000] container status: no such container \"{words[^1]}\"") : Ok(string.Concat(found.Pod.Logs[found.Container.Name].Last(100).Select(l => l.Text + "\n")));
            default:
                return Ok("Version:  0.1.0\nRuntimeName:  containerd\nRuntimeVersion:  v2.2.5\nRuntimeApiVersion:  v1\n");
        }
    }

    private static string? Option(Invocation invocation, string name)
    {
        var at = Array.FindIndex(invocation.Arguments, a => a == name);
        return at >= 0 ? invocation.Arguments.ElementAtOrDefault(at + 1) : invocation.Arguments.FirstOrDefault(a => a.StartsWith(name + "=", StringComparison.Ordinal))?[(name.Length + 1)..];
    }

    private JsonObject Containers(Invocation invocation)
    {
        var name = Option(invocation, "--name");
        var all = invocation.Has("-a", "--all");
        var list = machine.Containers.Pods.SelectMany(p => p.Containers.Select(c => (Pod: p, Container: c)))
            .Where(c => (name is null || c.Container.Name.Contains(name.Trim('^', '$'), StringComparison.Ordinal)) && (all || c.Container.State == "running"))
            .Select(c => new JsonObject
            {
                ["id"] = c.Container.Id,
                ["podSandboxId"] = SandboxId(c.Pod),
                ["metadata"] = new JsonObject { ["name"] = c.Container.Name, ["attempt"] = c.Container.Restarts },
                ["image"] = new JsonObject { ["image"] = c.Container.Image, ["userSpecifiedImage"] = c.Container.Image },
                ["imageRef"] = c.Container.Image,
                ["state"] = c.Container.State == "running" ? "CONTAINER_RUNNING" : c.Container.State == "terminated" || c.Container.Restarts > 0 ? "CONTAINER_EXITED" : "CONTAINER_CREATED",
                ["createdAt"] = (c.Container.Since.ToUnixTimeMilliseconds() * 1000000).ToString(),
                ["labels"] = Labels(c.Pod, c.Container.Name),
                ["annotations"] = new JsonObject { ["io.kubernetes.container.restartCount"] = c.Container.Restarts.ToString(), ["kubernetes.io/config.hash"] = c.Pod.Hash },
            });
        return new JsonObject { ["containers"] = Json.Array(list) };
    }

    private JsonObject Sandboxes(Invocation invocation)
    {
        var name = Option(invocation, "--name");
        var list = machine.Containers.Pods.Where(p => name is null || p.Name.Contains(name.Trim('^', '$'), StringComparison.Ordinal)).Select(p => new JsonObject
        {
            ["id"] = SandboxId(p),
            ["metadata"] = new JsonObject { ["name"] = p.Name, ["uid"] = p.Uid, ["namespace"] = p.Scope, ["attempt"] = 0 },
            ["state"] = p.Containers.Any(c => c.State != "terminated") || p.Containers.Count == 0 ? "SANDBOX_READY" : "SANDBOX_NOTREADY",
            ["createdAt"] = (p.Created.ToUnixTimeMilliseconds() * 1000000).ToString(),
            ["labels"] = Labels(p, null),
            ["annotations"] = Annotations(p),
            ["runtimeHandler"] = string.Empty,
        });
        return new JsonObject { ["items"] = Json.Array(list) };
    }

    /// <summary>The kubelet hands a pod's own annotations to its sandbox, and adds its own.</summary>
    private static JsonObject Annotations(PodWorker pod)
    {
        var annotations = (pod.Pod["metadata"]?["annotations"] as JsonObject)?.DeepClone() as JsonObject ?? [];
        annotations["kubernetes.io/config.hash"] = pod.Hash;
        annotations["kubernetes.io/config.source"] = pod.IsStatic ? "file" : "api";
        return annotations;
    }

    private static JsonObject Labels(PodWorker pod, string? container)
    {
        var labels = new JsonObject { ["io.kubernetes.pod.name"] = pod.Name, ["io.kubernetes.pod.namespace"] = pod.Scope, ["io.kubernetes.pod.uid"] = pod.Uid };
        if (container is not null)
            labels["io.kubernetes.container.name"] = container;
        return labels;
    }

    private static JsonObject Image(string image) => new()
    {
        ["id"] = "sha256:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(image))),
        ["repoTags"] = new JsonArray(image),
        ["repoDigests"] = new JsonArray(),
        ["size"] = "31457280",
        ["pinned"] = false,
    };

    private static string SandboxId(PodWorker pod) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(pod.Uid)));
}
