using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Masterplan.Rehearsal.Kubernetes.Objects;
using Masterplan.Rehearsal.Nodes.Processes;

namespace Masterplan.StandIns.Kubelet;

/// <summary>Stands in for crictl where Masterplan asks it: images can always be pulled, and pods are those that the kubelet runs.</summary>
internal static class CrictlStandIn
{
    public static async Task RunAsync(IReadOnlyList<string> arguments)
    {
        switch (arguments)
        {
            case ["pull", var image] when image.Contains('/') && image.Contains(':'):
                Console.WriteLine($"Image is up to date for {image}");
                return;
            case ["pods", "--name", var name, "--state", "Ready", "-o", "json"]:
                var (states, wanted) = (await PodUnit.StatesAsync(), new Regex(name));
                var ready = PodUnit.All().Where(pod => wanted.IsMatch(pod.Pod.Name()) && states.TryGetValue(pod.Unit, out var state) && state.State is not ("inactive" or "failed"));
                Console.WriteLine(new JsonObject { ["items"] = Json.Array(ready.Select(Item)) }.ToJsonString());
                return;
            default:
                throw new RefusalException($"crictl's stand-in does not know '{string.Join(' ', arguments)}'.");
        }
    }

    private static JsonObject Item(PodUnit pod) => new()
    {
        ["id"] = pod.Hash,
        ["metadata"] = new JsonObject { ["name"] = pod.Pod.Name(), ["namespace"] = pod.Pod.Namespace() },
        ["state"] = "SANDBOX_READY",
        ["annotations"] = pod.Pod.At("metadata", "annotations")?.DeepClone(),
    };
}
