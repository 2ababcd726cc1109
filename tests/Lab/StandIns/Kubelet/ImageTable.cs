using System.Text.Json.Nodes;
using Masterplan.Rehearsal.Kubernetes.Objects;

namespace Masterplan.StandIns.Kubelet;

/// <summary>What pods run, as no image can be had: the command that they name, our stand-in for the ingress controller, and for all others a process that waits.</summary>
internal static class ImageTable
{
    private const string IngressController = "nginx-ingress";

    /// <summary>Whether something answers the pod's probes: it names its command, or its image is one that we play.</summary>
    public static bool Serves(JsonObject pod) => Container(pod).Texts("command").Any() || IsIngress(pod);

    public static IReadOnlyList<string> Command(JsonObject pod)
    {
        var variables = Environment(pod);
        var given = Container(pod).Texts("command").ToList() is { Count: > 0 } command ? command : IsIngress(pod) ? [IngressController] : [];
        return given.Count == 0 ? ["sleep", "infinity"] : [.. given, .. Container(pod).Texts("args").Select(argument => variables.Aggregate(argument, (text, variable) => text.Replace($"$({variable.Key})", variable.Value, StringComparison.Ordinal)))];
    }

    /// <summary>The container's variables.</summary>
    public static IReadOnlyDictionary<string, string> Environment(JsonObject pod) =>
        Container(pod).Items("env").ToDictionary(variable => variable.Text("name")!, variable => variable.Text("value") ?? Field(pod, variable.Text("valueFrom", "fieldRef", "fieldPath") ?? ""), StringComparer.Ordinal);

    private static string Field(JsonObject pod, string path) => pod.Text(path.Split('.')) ?? "";

    private static JsonObject Container(JsonObject pod) => pod.Items("spec", "containers").First();

    private static bool IsIngress(JsonObject pod) => Container(pod).Text("image")?.Contains($"/{IngressController}:", StringComparison.Ordinal) == true;
}
