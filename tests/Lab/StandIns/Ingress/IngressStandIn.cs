using System.Text.Json.Nodes;
using Masterplan.Rehearsal.Kubernetes.Objects;
using Masterplan.Rehearsal.Nodes.Processes;

namespace Masterplan.StandIns.Ingress;

/// <summary>
/// Stands in for F5's NGINX Ingress Controller: reads Ingresses, Services and EndpointSlices from the API server with its service account,
/// and has Debian's haproxy route what comes in to the pods behind them.
/// </summary>
internal static class IngressStandIn
{
    private const int ReadinessPort = 8081;

    public static async Task RunAsync(ProgramStart start, CancellationToken stop)
    {
        var options = new IngressOptions(start);
        using var api = InCluster.Connect(start);
        using var haproxy = new Haproxy(start.Environment["POD_NAME"]);
        using var readiness = HealthPort.Open("0.0.0.0", ReadinessPort, null, () => haproxy.Runs ? (200, "") : (503, ""));
        await Loop.RunAsync("ingress", TimeSpan.FromSeconds(1), async _ => await haproxy.ApplyAsync(await RoutesAsync(api, options, stop)), stop);
    }

    private static async Task<IngressRoutes> RoutesAsync(ApiClient api, IngressOptions options, CancellationToken stop)
    {
        var settings = await api.GetAsync(options.ConfigMapPath, stop) ?? throw new HttpRequestException($"configmap {options.ConfigMapPath} not found");
        var services = (await ListAsync(api, "/api/v1/services", stop)).ToDictionary(service => (service.Namespace(), service.Name()));
        var slices = await ListAsync(api, "/apis/discovery.k8s.io/v1/endpointslices", stop);
        var ingresses = (await ListAsync(api, "/apis/networking.k8s.io/v1/ingresses", stop)).Where(ingress => options.IsOurs(ingress)).OrderBy(ingress => ingress.Namespace() + "/" + ingress.Name(), StringComparer.Ordinal).ToList();
        var certificates = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (scope, name) in ingresses.SelectMany(ingress => ingress.Items("spec", "tls").Select(tls => (ingress.Namespace(), tls.Text("secretName") ?? ""))).Distinct())
            if (await api.GetAsync($"/api/v1/namespaces/{scope}/secrets/{name}", stop) is { } secret && secret.Text("type") == "kubernetes.io/tls")
                certificates[$"{scope}-{name}"] = Decode(secret, "tls.crt") + Decode(secret, "tls.key");
        var backends = ingresses.SelectMany(ingress => IngressBackend.Of(ingress, services, slices)).ToList();
        return new(settings.Text("data", "proxy-protocol") == "True", backends, certificates);
    }

    private static async Task<List<JsonObject>> ListAsync(ApiClient api, string path, CancellationToken stop) => [.. (await api.GetAsync(path, stop)).Items("items")];

    private static string Decode(JsonObject secret, string key) => System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(secret.Text("data", key) ?? "")).TrimEnd() + "\n";
}
