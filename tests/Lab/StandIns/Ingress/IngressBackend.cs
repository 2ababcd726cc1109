using System.Text.Json.Nodes;
using Masterplan.Rehearsal.Kubernetes.Objects;

namespace Masterplan.StandIns.Ingress;

/// <summary>One path of an Ingress, with the ready pods behind its service.</summary>
/// <param name="Name">What it is called in haproxy.</param>
/// <param name="Host">The host that requests ask for.</param>
/// <param name="Path">The path that they begin with, or have.</param>
/// <param name="IsExact">Whether they must have it.</param>
/// <param name="IsEncrypted">Whether the host has a certificate: others are told to come by https then.</param>
/// <param name="Servers">The pods, address and port.</param>
internal sealed record IngressBackend(string Name, string Host, string Path, bool IsExact, bool IsEncrypted, IReadOnlyList<string> Servers)
{
    public static IEnumerable<IngressBackend> Of(JsonObject ingress, IReadOnlyDictionary<(string, string), JsonObject> services, IReadOnlyList<JsonObject> slices)
    {
        var encrypted = ingress.Items("spec", "tls").SelectMany(tls => tls.Texts("hosts")).ToHashSet(StringComparer.Ordinal);
        var paths = ingress.Items("spec", "rules").SelectMany(rule => rule.Items("http", "paths").Select(path => (Host: rule.Text("host") ?? "", Path: path)));
        foreach (var ((host, path), number) in paths.Select((path, number) => (path, number)))
        {
            var backend = path.At("backend", "service");
            var service = services.GetValueOrDefault((ingress.Namespace(), backend.Text("name") ?? ""));
            var port = service.Items("spec", "ports").FirstOrDefault(port => port.Number("port") == backend.Number("port", "number") || (port.Text("name") is { } name && name == backend.Text("port", "name")));
            yield return new($"{ingress.Namespace()}-{ingress.Name()}-{number}", host, path.Text("path") ?? "/", path.Text("pathType") == "Exact", encrypted.Contains(host), service is null || port is null ? [] : PodsOf(service, port, slices));
        }
    }

    private static List<string> PodsOf(JsonObject service, JsonObject port, IReadOnlyList<JsonObject> slices) =>
    [
        .. from slice in slices
           where slice.Namespace() == service.Namespace() && slice.Text("metadata", "labels", "kubernetes.io/service-name") == service.Name()
           from served in slice.Items("ports")
           where (served.Text("name") ?? "") == (port.Text("name") ?? "")
           from endpoint in slice.Items("endpoints")
           where endpoint.Flag("conditions", "ready")
           from address in endpoint.Texts("addresses")
           select $"{address}:{served.Number("port")}",
    ];
}
