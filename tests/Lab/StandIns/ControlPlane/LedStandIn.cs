using System.Globalization;
using System.Text.Json.Nodes;
using Masterplan.Rehearsal.Kubernetes.Components;
using Masterplan.Rehearsal.Kubernetes.Objects;
using Masterplan.Rehearsal.Nodes.Processes;

namespace Masterplan.StandIns.ControlPlane;

/// <summary>Stands in for the controller manager and the scheduler: serves its health, and holds the lease of its kind when no other does.</summary>
internal static class LedStandIn
{
    private const int LeaseSeconds = 15;

    public static async Task RunAsync(LedOptions options, ProgramStart start, CancellationToken stop)
    {
        var component = options.User["system:".Length..];
        using var health = HealthPort.Open(options.Address, options.Port, Tls.SelfSigned(component), () => (200, "ok"));
        using var api = new ApiClient(options.Kubeconfig);
        var identity = $"{start.HostName}_{Environment.ProcessId}";
        await Loop.RunAsync($"error retrieving resource lock kube-system/{component}", TimeSpan.FromSeconds(2), _ => StandAsync(api, component, identity, stop), stop);
    }

    private static async Task StandAsync(ApiClient api, string component, string identity, CancellationToken stop)
    {
        const string leases = "/apis/coordination.k8s.io/v1/namespaces/kube-system/leases";
        var lease = await api.GetAsync($"{leases}/{component}", stop);
        if (lease is null)
        {
            await api.SendAsync(HttpMethod.Post, leases, new JsonObject { ["metadata"] = new JsonObject { ["name"] = component }, ["spec"] = Spec(identity) }, stop);
            return;
        }

        var isOwn = lease.Text("spec", "holderIdentity") == identity;
        var isOver = !DateTimeOffset.TryParse(lease.Text("spec", "renewTime"), CultureInfo.InvariantCulture, out var renewed) || TimeProvider.System.GetUtcNow() - renewed > TimeSpan.FromSeconds(LeaseSeconds);
        if (!isOwn && !isOver)
            return;
        lease["spec"] = Spec(identity);
        var (code, body) = await api.SendAsync(HttpMethod.Put, $"{leases}/{component}", lease, stop);
        if (code != 409)
            ApiClient.Demand(code, body, component);
    }

    private static JsonObject Spec(string identity) => new()
    {
        ["holderIdentity"] = identity,
        ["leaseDurationSeconds"] = LeaseSeconds,
        ["renewTime"] = TimeProvider.System.GetUtcNow().UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ", CultureInfo.InvariantCulture),
    };
}
